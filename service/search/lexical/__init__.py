"""The lexical side of searching: how much each word tells, and which documents hold it."""
