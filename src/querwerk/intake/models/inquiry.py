"""Inquiries and ideas, and apart from them who put them forward."""

from __future__ import annotations

import uuid
from functools import partial

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key
from querwerk.structure.models import Unit

from ..lifecycle import ANSWERED, Kind, Secrecy, State, Superior

_KINDS = [(kind.value, kind.value) for kind in Kind]
_SECRECIES = [(secrecy.value, secrecy.value) for secrecy in Secrecy]
_SUPERIORS = [(superior.value, superior.value) for superior in Superior]
_STATES = [(state.value, state.value) for state in State]
_ANSWERED = sorted(ANSWERED)


class Campaign(models.Model):
    """A question to which ideas are gathered for a time. Outside its window it takes none."""

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    question = models.TextField()
    public = models.BooleanField(default=False)
    opens_on = models.DateField()
    closes_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="campaign_opens_first"),
        ]

    def __str__(self) -> str:
        return self.title


class Inquiry(models.Model):
    """Somebody asks the staff unit for help, or puts an idea forward. Its number is its primary key.

    No column leads to a person; who asked stands in :class:`Asker`. ``concern`` is the problem, ``sufferers`` who has
    it, ``tried`` what was tried. ``picture`` is an SVG drawn by the house (a paper trail, say), kept as it looked on
    the day of asking; ``origin`` is the thread it grew from. ``inside``: whoever asked works in the house, by log-in or
    by their own word. ``due_on``: until when an answer is owed.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=_KINDS, default=Kind.ADVICE.value)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    title = models.CharField(max_length=200)
    concern = models.TextField()
    sufferers = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    sponsor = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    secrecy = models.CharField(max_length=12, choices=_SECRECIES, default=Secrecy.HOUSE.value)
    superior = models.CharField(max_length=12, choices=_SUPERIORS, default=Superior.NOT_WANTED.value)
    inside = models.BooleanField(default=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    picture = models.TextField(blank=True)
    origin = models.UUIDField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=12, choices=_STATES, default=State.DRAFT.value)
    received_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="") & Q(answered_at__isnull=False)
                | Q(answer="", answered_at__isnull=True) & ~Q(state__in=_ANSWERED),
                name="inquiry_ends_with_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="inquiry_state_due")]

    def __str__(self) -> str:
        return self.title


_ASKS = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(),
    readers=("self",),
    erase=Erase.DELETE,
)


class Asker(models.Model):
    """Who put an inquiry forward, and how they come back to it: by log-in, or by a code of which a digest is kept.

    Without this row an inquiry belongs to nobody; nothing else is lost with it. ``alias`` is the code name under which
    the staff unit may address whoever asked.
    """

    personal = {
        "account": _ASKS(
            title=_("Whoever asks the staff unit"),
            purpose=_("The answer goes to whoever asked. Nobody else is told who that is, the staff unit neither."),
            link=by_key,
        ),
        "alias": _ASKS(
            title=_("Code name"),
            purpose=_("The staff unit addresses whoever asked by a name they chose."),
            readers=("self", "staff_unit"),
        ),
        "inquiry": Impersonal("about a matter of the house"),
        "digest": Impersonal("a digest of a random code; it opens nothing and leads to nobody"),
        "expires_on": Impersonal("the day a code ends"),
    }

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="asker")
    account = models.CharField(max_length=150, blank=True, db_index=True)
    alias = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(account="") | Q(digest__isnull=False), name="asker_can_come_back"),
        ]

    def __str__(self) -> str:
        return str(self.inquiry_id)
