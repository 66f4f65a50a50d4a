"""What is read of paper trails."""
