"""Names of places that are ordinary words as well: in small letters they are read as words, after "in" at least."""

ORDINARY = frozenset(
    {
        "reading", "bath", "sandwich", "hull", "deal", "sale", "sales", "march", "may", "nice", "mobile", "media",
        "police", "commerce", "industry", "bar", "split", "rugby", "wells", "rye", "ware", "battle", "street",
        "settle", "beer", "hook", "ash", "hope", "flint", "mold", "barking", "normal", "orange", "turkey", "china",
        "jersey", "chad", "guinea", "jordan", "java", "home", "nursing", "care", "retail", "highland",
    }
)  # fmt: skip
