"""The formal act by which the line lets somebody work in a team, and who acts for a superior who is away."""

from __future__ import annotations

import uuid
from functools import partial

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal
from querwerk.structure.models import Dated, Post

from ..lifecycle import Answer, Level
from .team import Membership

_ANSWERS = [(answer.value, answer.value) for answer in Answer]
_LEVELS = [(level.value, level.value) for level in Level]
_YES = [Answer.YES.value, Answer.PARTLY.value]

_RELEASED = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=730, since="membership__team__ended_on"),
    readers=("self", "office_head", "staff_unit"),
    erase=Erase.DELETE,
)


class Release(models.Model):
    """One person, one team, one level of the line: what was asked of it, and what it answered, on record.

    ``superior`` is the post that is asked now: it moves on when its holder leaves or is away. ``answered_post`` keeps
    which post answered. ``unbound``: the superior knows that the person is not bound by instructions in the group.
    """

    personal = {
        "membership": _RELEASED(title=_("Release for a team"), purpose=_("The line releases somebody for a team.")),
        "level": _RELEASED(title=_("Level"), purpose=_("Office and department may both have to agree.")),
        "asked_share": _RELEASED(title=_("Share asked for"), purpose=_("The line is asked for a share of the time.")),
        "asked_from": _RELEASED(title=_("asked from"), purpose=_("A release has a first day.")),
        "asked_until": _RELEASED(title=_("asked until"), purpose=_("A release has a last day.")),
        "asked_on": _RELEASED(title=_("asked on"), purpose=_("The line is reminded after some days.")),
        "answer": _RELEASED(title=_("Answer of the line"), purpose=_("The answer of the line is a formal act.")),
        "share": _RELEASED(title=_("Share released"), purpose=_("The line releases a share of the time.")),
        "begins_on": _RELEASED(title=_("released from"), purpose=_("A release has a first day.")),
        "ends_on": _RELEASED(title=_("released until"), purpose=_("A release has a last day.")),
        "reason": _RELEASED(title=_("Reason"), purpose=_("Who does not release in full says why.")),
        "answered_on": _RELEASED(title=_("answered on"), purpose=_("The answer of the line is a formal act.")),
        "answered_post": Impersonal("the post that answered"),
        "superior": Impersonal("the post that is asked"),
        "unbound": Impersonal("a sentence of the rule paper that the superior has read"),
        "thread": Impersonal("a number"),
        "version": Impersonal("a counter"),
    }

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="releases")
    level = models.CharField(max_length=12, choices=_LEVELS, default=Level.OFFICE.value)
    superior = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    asked_share = models.PositiveSmallIntegerField()
    asked_from = models.DateField()
    asked_until = models.DateField()
    asked_on = models.DateField()
    answer = models.CharField(max_length=10, choices=_ANSWERS, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    unbound = models.BooleanField(default=False)
    answered_on = models.DateField(null=True, blank=True)
    answered_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "level"], condition=Q(answer=""), name="release_one_open_a_level"
            ),
            models.CheckConstraint(
                condition=Q(asked_share__gte=1, asked_share__lte=100), name="release_share_asked_of_a_hundred"
            ),
            models.CheckConstraint(condition=Q(asked_until__gte=F("asked_from")), name="release_asked_begins_first"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | ~Q(answer="") & Q(answered_on__isnull=False),
                name="release_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=_YES)
                | Q(share__gte=1, share__lte=F("asked_share"), ends_on__gte=F("begins_on"), unbound=True),
                name="release_says_how_much_and_unbound",
            ),
            models.CheckConstraint(condition=Q(answer__in=["", Answer.YES.value]) | ~Q(reason=""),
                                   name="release_less_needs_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.level} of {self.membership_id}"


class Standin(Dated):
    """Which post acts for a superior's post while its holder is away; without one, the next above does."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="standins")
    standin = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(standin__isnull=True) | ~Q(standin=F("post")), name="standin_another"),
        ]

    def __str__(self) -> str:
        return f"{self.standin_id} for {self.post_id}"
