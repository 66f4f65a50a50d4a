"""The words of everything: one small inverted index over German word forms, equal on both databases."""
