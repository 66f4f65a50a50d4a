"""Reading periods, statements and frozen reports, and the material of a report."""
