"""Pages of the paper trails."""
