"""The lexicon of public administration: words people use, and what documents print for them."""
