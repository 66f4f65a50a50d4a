"""The monitoring report of a period as one plain document: everything it says, and nothing that became known later.

``build`` gathers the facts of a period; a frozen report is rendered from the stored bytes of exactly this document.
"""

from .document import build, read, report_of

__all__ = ["build", "read", "report_of"]
