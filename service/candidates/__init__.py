"""Who looks for work: candidates, their profiles and how far they may be found."""
