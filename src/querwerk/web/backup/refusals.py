"""How a backup says no: one sentence for people, and nothing half done."""

from __future__ import annotations

import errno

from django.db import DatabaseError

from querwerk.journal.actions import Refused


class BadBackup(Refused):
    """This file cannot be restored: damaged, foreign, too new, or sealed with another passphrase."""


def told(failure: OSError | DatabaseError) -> Refused:
    """A full disk, a folder without permission, a database that gives up: in words."""
    text = str(failure).lower()
    if getattr(failure, "errno", None) in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT) or "full" in text:
        return Refused("Der Platz reicht nicht. Es wurde nichts Halbes zurückgelassen.")
    if isinstance(failure, OSError):
        where = f"{failure.filename}: " if failure.filename else ""
        return Refused(f"{where}{failure.strerror or failure}. Es wurde nichts Halbes zurückgelassen.")
    return Refused(f"Die Datenbank hat abgelehnt: {str(failure).strip()} Es wurde nichts Halbes zurückgelassen.")
