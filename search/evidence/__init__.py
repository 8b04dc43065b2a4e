"""Evidence: what an answer to a legislator's question rests on, checked against the stored text."""
