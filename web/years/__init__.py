"""Programs, indicators and documents through the years."""
