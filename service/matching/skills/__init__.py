"""Skills: a small open vocabulary with synonyms, and what two texts share of it."""
