"""From what alerts found to mail: when each person is told, of what, and whether it still holds."""
