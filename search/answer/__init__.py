"""The parts of an answer, each made with the engine and the store at hand."""
