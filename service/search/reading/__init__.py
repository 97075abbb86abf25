"""Reading a description: plain words that name a filter become one, and the rest is the meaning. No database."""
