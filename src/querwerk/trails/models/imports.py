"""Files on their way into a log."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key

from ..lifecycle import Reading
from .logs import Log
from .trail import Trail

_STATES = [(state.value, state.value) for state in Reading]
#: What was begun and left is forgotten after a day, with its file.
KEPT_DAYS = 1
_OWN = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=KEPT_DAYS, since="opened_at", job="trails.forget_imports"),
    readers=("self",),
    erase=Erase.DELETE,
)


class Import(models.Model):
    """One file, from its upload until it is read in or a day has passed.

    What the file holds lies in ``folder`` alone, never in the database: the file, what was seen of it, which names
    become which roles, what was wrong with it; all of it goes once the log is stored. ``trail`` is the one it is for
    (None: a new one).
    ``run`` counts the starts: a reader that was given up for dead and comes back stores nothing.
    """

    personal = {
        "account": _OWN(title=_("Log-in"), purpose=_("Only who brought a file goes on with it."), link=by_key),
        "opened_at": _OWN(title=_("Begun on"), purpose=_("A file that nobody reads in is forgotten after a day.")),
        **dict.fromkeys(
            ("key", "trail", "title", "state", "run", "mapping", "log"),
            Impersonal("about a file and its columns, not about who brought it"),
        ),
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.CharField(max_length=150, db_index=True)
    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, null=True, blank=True, related_name="imports")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=_STATES, default=Reading.LOOKING.value)
    run = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)
    log = models.ForeignKey(Log, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @property
    def folder(self) -> Path:
        """Where everything about this file lies until it is read in."""
        return Path(settings.IMPORTS) / self.key.hex
