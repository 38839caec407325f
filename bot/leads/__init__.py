"""Leads: capture, contact details, consent, status, search."""

# Whoever writes a lead writes its words for the search as well.
from bot.leads import search as search
