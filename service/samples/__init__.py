"""Invented listings and candidates for a fresh installation; README.md beside them describes their format."""
