"""What is computed about teams."""
