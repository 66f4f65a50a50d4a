"""Verbs of teams, by topic."""
