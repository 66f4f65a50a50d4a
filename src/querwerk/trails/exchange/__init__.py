"""Outside formats of the trails: logs in; pictures, posters and lists out."""
