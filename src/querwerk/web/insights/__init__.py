"""What only the roof can count, since it takes traces of several stages."""
