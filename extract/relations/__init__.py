"""What the text says of the things it names: short and long forms, roles, quotations, events; pure functions and their data."""
