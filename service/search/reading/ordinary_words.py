"""Names of places that are ordinary words as well: read as words in small letters, and inside of a phrase in any.

Those that descriptions of occupations write in small letters, and common nouns among the names of British places.
"""

ORDINARY = frozenset(
    {
        "airport", "along", "ash", "bake", "bank", "banks", "bar", "barking", "barley", "bath", "battle",
        "bay", "beer", "bell", "bend", "best", "boom", "bourn", "bow", "bowling", "bowls", "box", "bray",
        "bream", "brick", "bridge", "bugle", "buildings", "butterfly", "buy", "care", "central", "centre",
        "chad", "chard", "chesterfield", "china", "chipping", "church", "city", "clay", "cocoa", "commerce",
        "community", "cooling", "cork", "cove", "croft", "crook", "crystal", "date", "deal", "delta",
        "dollar", "drama", "east", "eastern", "enterprise", "eye", "fate", "federal", "felling", "fishers",
        "fleet", "flint", "flora", "ford", "forest", "freshwater", "gap", "goes", "grain", "green", "grove",
        "guinea", "hay", "healing", "heather", "highland", "hill", "hillside", "holiday", "home", "hook",
        "hope", "horn", "horning", "hose", "hospital", "hub", "hull", "industry", "islands", "jam", "java",
        "jersey", "jordan", "kill", "knock", "law", "lea", "leek", "lend", "lens", "lizard", "loans",
        "locking", "lod", "lode", "male", "man", "manage", "mani", "march", "maritime", "mark", "market",
        "marks", "mason", "mastic", "may", "media", "mentor", "mere", "metro", "mine", "mission", "mobile",
        "mold", "mon", "moss", "most", "much", "natal", "new", "nice", "normal", "north", "northern",
        "nursing", "of", "officer", "olympic", "opportunity", "oral", "orange", "over", "pace", "pant", "par",
        "para", "parole", "peer", "pen", "pest", "police", "pool", "pop", "poplar", "quarter", "rake",
        "reading", "reservoir", "retail", "rich", "ridge", "riverbank", "rock", "roses", "rota", "rugby",
        "rye", "sale", "sales", "salt", "same", "sandwich", "sandy", "say", "semi", "send", "settle",
        "shaping", "south", "southern", "sparks", "split", "spring", "springs", "stains", "steep", "sterling",
        "stock", "stone", "stow", "street", "sunrise", "sunset", "superior", "tank", "terrace", "the", "time",
        "tire", "tours", "tower", "trim", "turkey", "union", "university", "upland", "valley", "vineyard",
        "walker", "wall", "warden", "ware", "wedding", "wells", "west", "western", "wick", "winder", "wing",
        "woodland", "woodlands", "wool", "worth", "young",
    }
)  # fmt: skip
