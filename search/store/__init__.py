"""What is on disk: generations of one SQLite file each, kept sources, counted misses."""
