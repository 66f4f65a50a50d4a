"""What is done with teams and with the expertise pool."""
