"""PostgreSQL, Redis, a mail catcher and the supervisor that let Rolecall run with nothing else installed."""
