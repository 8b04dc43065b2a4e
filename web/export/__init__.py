"""Answer packs as files: ODT, ODS, DOCX, CSV and a page to print, all of the same content."""
