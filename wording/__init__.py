"""Wording: what the service says, in every language, for every edge that says it."""
