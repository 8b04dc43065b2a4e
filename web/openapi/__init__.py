"""The description of the API, made of the code that answers."""
