"""How the sample documents are made; nothing of the service imports this."""
