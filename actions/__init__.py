"""Rasa custom actions: thin entry points, one module per concern."""
