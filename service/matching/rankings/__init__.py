"""Every ranking that a recruiter was shown, and what a person decided after it."""
