"""Delivery: statements of a project for a period, and the monitoring report as a frozen snapshot."""
