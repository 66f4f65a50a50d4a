"""Reading sprints."""
