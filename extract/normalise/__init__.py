"""From a surface to its value: pure functions on strings, which know nothing of documents."""
