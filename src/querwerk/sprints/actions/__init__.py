"""Verbs of sprints."""
