"""What the analysis says about lead projects: what changed between two days, and how to say it."""

from .reading import Reading, read
from .telling import tell
from .versions import ChangeReport, ThemeChanges, changes, snapshot
from .wording import Difference, difference

__all__ = ["ChangeReport", "Difference", "Reading", "ThemeChanges", "changes", "difference", "read", "snapshot", "tell"]
