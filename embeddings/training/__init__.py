"""How the packaged model is adapted to the language of jobs; needed to train only, never to serve."""
