"""What is done with paper trails."""
