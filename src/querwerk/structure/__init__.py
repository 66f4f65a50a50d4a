"""The matrix: the line (departments, offices, posts), the themes across it, and the words and sources for both."""
