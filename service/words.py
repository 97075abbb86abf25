"""What a text says word for word: its terms, as the lexical side of a match compares them."""
