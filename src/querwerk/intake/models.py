"""Inquiries to the staff unit."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key
from querwerk.structure.models import Unit

from .lifecycle import State

_STATES = [(state.value, state.value) for state in State]
_ANSWERED = [State.DECLINED.value, State.CLOSED.value]


class Inquiry(models.Model):
    """Somebody asks the staff unit for help: the concern, who stands behind it, the outcome they wish for.

    ``picture`` is an SVG drawn by the house (a paper trail, say), kept as it looked on the day of asking.
    """

    personal = {
        "author": Personal(
            title=_("Whoever asks the staff unit"),
            purpose=_("The answer goes to whoever asked."),
            basis=Basis.EMPLOYMENT,
            keep=Keep(),
            readers=("self",),
            erase=Erase.NAMELESS,
            link=by_key,
        ),
        **dict.fromkeys(
            ("thread", "number", "title", "concern", "outcome", "sponsor", "unit", "picture", "origin", "state",
             "received_at", "answer", "answered_at"),
            Impersonal("about a matter of the house; the sponsor is a post or a unit"),
        ),
    }  # fmt: skip

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
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
                condition=~Q(state__in=_ANSWERED) | ~Q(answer=""), name="inquiry_ends_with_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.title
