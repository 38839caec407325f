"""Handoff: the dialogue that captures contact details, as plain rules without Rasa."""
