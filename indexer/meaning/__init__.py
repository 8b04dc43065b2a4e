"""What headings and numbered paragraphs mean: roles by weighted evidence, then passages."""
