"""Text analysis, one object for index and query."""
