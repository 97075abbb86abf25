"""What candidates declare of themselves for monitoring. No ranking may import this package; a contract holds that."""
