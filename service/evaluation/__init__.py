"""How well matching does on labelled data, measured through the code that serves."""
