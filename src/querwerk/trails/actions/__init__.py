"""The verbs of paper trails."""
