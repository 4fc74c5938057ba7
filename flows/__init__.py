"""The stories: load rows, ask the rules, record rows and letters."""
