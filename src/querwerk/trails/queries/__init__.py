"""What pages read of paper trails."""
