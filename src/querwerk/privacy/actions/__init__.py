"""Verbs of data protection: switch a feature, hand out, erase, keep the terms."""
