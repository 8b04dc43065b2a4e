"""Pages and API; imports search, never indexer."""
