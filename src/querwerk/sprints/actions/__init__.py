"""Verbs of a sprint, by topic."""
