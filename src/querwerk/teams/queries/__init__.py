"""What is read of teams and of the expertise pool."""
