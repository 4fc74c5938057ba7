"""The Telegram edge: receives updates, renders letters, beats the clock."""
