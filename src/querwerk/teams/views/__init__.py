"""Pages of the teams, by topic."""
