"""Pages of sprints."""
