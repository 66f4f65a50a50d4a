"""What comes from outside into the expertise pool."""
