"""The occupations of ESCO, to train and to measure with."""
