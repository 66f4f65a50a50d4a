"""Pages of the teams and of the expertise pool."""
