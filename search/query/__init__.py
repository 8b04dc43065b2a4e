"""From what a person typed to hits: parsing, facets, snippets."""
