"""Addresses, suppression, and messages on their way to one person."""
