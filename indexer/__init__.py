"""From files to passages; imports search, never web."""
