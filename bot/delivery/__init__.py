"""Delivery: the outbox of notifications, the senders, and the worker."""
