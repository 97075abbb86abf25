"""A saved search that writes to its owner: consent, matches, announcements and the check before sending."""
