"""What was found, in the shapes that the API, the pages and the command line give."""
