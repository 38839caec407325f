"""Leads: contact details that people left, their consent, and what staff did with them."""
