"""The tree of headings and numbered paragraphs of a document."""
