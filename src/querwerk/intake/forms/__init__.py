"""What is filled in for inquiries and for their answers."""
