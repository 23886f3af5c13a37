"""How names look: a text as words, and the rules of form that find people, organisations and places in it."""
