"""The one public process: chat API, page, health. Rasa stays behind it."""
