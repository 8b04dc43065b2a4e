"""What an AI assistant inside the office may ask of the index, each answer with its citations."""
