"""The names model: a small network over words and their neighbours, decoded by a chain of tags. NumPy only."""
