"""Rasa graph components: from a typed message to requests and entities."""
