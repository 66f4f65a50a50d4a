"""What a log may say about a trouble: its kind and its place, never the words it was about."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb


def trace(trouble: BaseException) -> str:
    """``KeyError in round.py:68, mails.py:12``: the way to the place where it happened, the last steps of it."""
    steps = extract_tb(trouble.__traceback__)[-5:]
    return f"{type(trouble).__name__} in " + ", ".join(f"{Path(step.filename).name}:{step.lineno}" for step in steps)
