"""What is filled in about teams and the expertise pool."""
