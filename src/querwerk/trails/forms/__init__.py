"""What is filled in for paper trails."""
