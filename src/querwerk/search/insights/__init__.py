"""Which documents are alike: documents held in memory, and asked."""
