"""The verbs of delivery: reports and statements, update rounds and their answers, the support pool."""

from .reports import freeze_report, open_period, print_of, write_statement

__all__ = ["freeze_report", "open_period", "print_of", "write_statement"]
