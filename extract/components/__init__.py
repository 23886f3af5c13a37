"""The stages, one a file, each a spaCy component: a Doc comes in with its draft, and goes out with more in it."""
