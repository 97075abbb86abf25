"""What became of everything that an alert found: told, dropped and why, waiting and until when."""
