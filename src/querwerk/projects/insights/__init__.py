"""What the analysis says about lead projects: what changed between two days, and how to say it."""

from .reading import Reading, read
from .telling import tell
from .versions import ChangeReport, ThemeChanges, changes, snapshot

__all__ = ["ChangeReport", "Reading", "ThemeChanges", "changes", "read", "snapshot", "tell"]
