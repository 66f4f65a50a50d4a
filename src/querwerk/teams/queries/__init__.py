"""Reading teams, by topic."""
