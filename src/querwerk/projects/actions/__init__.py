"""The verbs of a lead project: one function each, one transaction, one journal entry."""
