"""A local Bot API server with a chat page, to try and test the service without Telegram."""
