"""What pages read of inquiries."""
