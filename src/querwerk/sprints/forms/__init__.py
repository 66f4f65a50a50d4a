"""What is filled in for sprints."""
