"""Who asks: organisations and their API keys, persons, recruiters' sign-in, and what each may see."""
