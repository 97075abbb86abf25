"""Listings for a candidate, and ranked candidates for a listing."""
