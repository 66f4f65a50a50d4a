"""Pages of the intake."""
