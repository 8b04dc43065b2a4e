"""What several file formats share: ZIP packages, XML, encodings, list numbering, limits."""
