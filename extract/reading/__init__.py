"""From bytes to sources: one file a format."""
