"""Files of sprints."""
