"""Programs through the years: what continues, what it aimed at, what it reached."""
