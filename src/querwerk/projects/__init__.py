"""Lead projects and their sheets: names, states, goals, milestones, parts, resources, involvement, lineage."""
