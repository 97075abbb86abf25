"""How the gazetteer's tables are made; nothing here runs in the service."""
