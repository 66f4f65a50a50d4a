"""Pages of the structure: seen by all, and kept by the staff unit."""
