"""Slack: events in, answers out, by the same turns as the web's. Knows Slack; knows no Rasa."""
