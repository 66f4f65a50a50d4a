"""What the house knows about people: declared beside the fields, shown, handed out, forgotten in time."""
