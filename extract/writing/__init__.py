"""From records to files: one file a format."""
