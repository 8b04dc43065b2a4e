"""From printed lines to paragraphs, tables and page furniture; knows no vocabulary of plans."""
