"""Inquiries: what somebody in the house wants to change, and what the staff unit answers."""
