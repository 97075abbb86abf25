"""What a search's filters mean in SQL, and how many of the found each would leave."""
