"""What employers offer: listings, their employers and openings, and how they arrive."""
