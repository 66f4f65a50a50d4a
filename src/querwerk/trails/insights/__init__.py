"""Paper trails, counted: a query, one analysis, its result."""
