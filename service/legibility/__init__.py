"""How much of a document the model could read: whole, partly, or not well enough for a score."""
