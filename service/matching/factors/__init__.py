"""What speaks for a match, one file each: a pure function of the two sides' facts."""
