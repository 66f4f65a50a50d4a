"""Periods, statements and frozen reports; update rounds and their answers; the support pool."""

from .reports import Period, Report, Statement, ThemeStatement
from .rounds import Answer, Round, SessionDay
from .support import Loan, Phase, SupportRequest

__all__ = [
    "Answer",
    "Loan",
    "Period",
    "Phase",
    "Report",
    "Round",
    "SessionDay",
    "Statement",
    "SupportRequest",
    "ThemeStatement",
]
