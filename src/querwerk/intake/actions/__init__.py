"""The verbs of an inquiry: of whoever asks, and of the staff unit."""
