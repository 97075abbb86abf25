"""The database's schema, step by step, applied by Alembic without any file outside this package."""
