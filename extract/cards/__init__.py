"""Contact cards: who to call, for whom and how, read from whatever layout they were typed in."""
