"""Inquiries to the staff unit."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key
from querwerk.structure.models import Unit

from .lifecycle import ANSWERED, State

_STATES = [(state.value, state.value) for state in State]
_ANSWERED = sorted(ANSWERED)


class Inquiry(models.Model):
    """Somebody asks the staff unit for help: the concern, who stands behind it, the outcome they wish for.

    Its number is its primary key. ``picture`` is an SVG drawn by the house (a paper trail, say), kept as it looked on
    the day of asking; ``origin`` is the thread it grew from.
    """

    personal_title = _("Inquiry to the staff unit")
    personal = {
        "author": Personal(
            title=_("Whoever asks the staff unit"),
            purpose=_("The answer goes to whoever asked. Nobody else is told who that is, the staff unit neither."),
            basis=Basis.EMPLOYMENT,
            keep=Keep(),
            readers=("self",),
            erase=Erase.NAMELESS,
            link=by_key,
        ),
        **dict.fromkeys(
            ("thread", "title", "concern", "outcome", "sponsor", "unit", "picture", "origin", "state", "received_at",
             "answer", "answered_at"),
            Impersonal("about a matter of the house; the sponsor is a post or a unit"),
        ),
    }  # fmt: skip

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    concern = models.TextField()
    outcome = models.TextField(blank=True)
    sponsor = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    picture = models.TextField(blank=True)
    origin = models.UUIDField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=_STATES, default=State.RECEIVED.value)
    author = models.CharField(max_length=150)
    received_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(answer=""), state__in=_ANSWERED, answered_at__isnull=False)
                | Q(~Q(state__in=_ANSWERED), answer="", answered_at=None),
                name="inquiry_ends_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.title
