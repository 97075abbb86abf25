"""Places by name: where they are, and how far apart."""
