"""What must be so for a match to work at all: decided in code, each with the sentence that it came from."""
