"""Idea sprints and workshops: from a question to ideas that somebody carries out."""
