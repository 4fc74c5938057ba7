"""The records: tables and the named questions asked of them. The only SQL."""
