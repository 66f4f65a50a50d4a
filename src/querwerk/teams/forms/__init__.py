"""What is filled in about teams, by topic."""
