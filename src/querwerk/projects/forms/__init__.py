"""What a person fills in for each verb of a lead project."""
