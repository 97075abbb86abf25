"""Streams of mail: what pauses one, for how long, and how it goes on."""
