"""Incoming formats, one file each: text in, listings and refusals out. Nothing is stored here."""
