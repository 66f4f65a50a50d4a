"""Teams and who belongs to them."""

from __future__ import annotations

import uuid
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal
from querwerk.sprints.models import Idea
from querwerk.structure.models import Post

from ..lifecycle import BELONGS, PLACES, Part, Standing, State

_STATES = [(state.value, state.value) for state in State]
_PARTS = [(part.value, part.value) for part in Part]
_STANDINGS = [(standing.value, standing.value) for standing in Standing]
_BELONGING = sorted(standing.value for standing in BELONGS)


class Team(models.Model):
    """Two to five people who carry an idea out. ``origin`` is the thread it grew from: an idea, or a project.

    ``thanks`` and ``learned`` are said when it ends.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="team")
    origin = models.UUIDField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=_STATES, default=State.FORMING.value)
    formed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    thanks = models.TextField(blank=True)
    learned = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.ENDED.value, ended_on__isnull=False)
                | (~Q(state=State.ENDED.value) & Q(ended_on__isnull=True)),
                name="team_ends_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


_BELONGS = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=730, since="team__ended_on"),
    readers=("self", "project_lead", "theme_officer", "staff_unit"),
    erase=Erase.DELETE,
)


class Opening(models.Model):
    """What a team still needs, for how much time (percent), from when until when; closed when somebody has come."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="openings")
    needs = models.CharField(max_length=200)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=100), name="opening_share_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="opening_begins_first",
            ),
        ]

    def __str__(self) -> str:
        return self.needs


class Partner(models.Model):
    """An organization outside the house that works with a team, and what it brings; no person is named."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="partners")
    organization = models.CharField(max_length=200)
    brings = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "organization"], name="partner_once")]

    def __str__(self) -> str:
        return self.organization


class Membership(models.Model):
    """Somebody in a team: as what, with which share of their time (percent), from when until when.

    Nobody is put in a team without their own word. Who belongs takes one of the few places of the team, a ``number``
    of its own; experts from outside stand beside them. ``named``: the person wishes to be named with the result.
    ``words`` are the last that went between person and lead. ``post`` is the one the share of time comes from.
    """

    personal = {
        "account": _BELONGS(title=_("Place in a team"), purpose=_("A team knows who belongs to it.")),
        "part": _BELONGS(title=_("Part in a team"), purpose=_("A team has a lead.")),
        "standing": _BELONGS(title=_("State of the place"), purpose=_("Joining needs the word of all concerned.")),
        "share": _BELONGS(title=_("Share of time"), purpose=_("The line superior releases a share of the time.")),
        "begins_on": _BELONGS(title=_("from"), purpose=_("A release has a first day.")),
        "ends_on": _BELONGS(title=_("until"), purpose=_("A release has a last day.")),
        "words": _BELONGS(
            title=_("Words on joining"), purpose=_("Asking and answering needs a word."), erase=Erase.DELETE
        ),
        "named": Personal(
            title=_("Named with the result"),
            purpose=_("Names stand with a result only where the person wishes it."),
            basis=Basis.CONSENT,
            keep=Keep(days=730, since="team__ended_on"),
            readers=("self", "project_lead", "staff_unit"),
            erase=Erase.DELETE,
        ),
        "post": _BELONGS(title=_("Post"), purpose=_("The superior of this post releases.")),
        "opening": Impersonal("says what a team needs, nothing about the person"),
        "number": Impersonal("the number of a place"),
        "team": Impersonal("a group of the house"),
    }

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opening = models.ForeignKey(Opening, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=10, choices=_PARTS, default=Part.MEMBER.value)
    standing = models.CharField(max_length=10, choices=_STANDINGS, default=Standing.ASKED.value)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    named = models.BooleanField(default=False)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "account"], name="membership_one_each"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(part=Part.LEAD.value, standing__in=_BELONGING),
                name="membership_one_lead",
            ),
            models.UniqueConstraint(fields=["team", "number"], name="membership_one_place"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=PLACES.start, number__lt=PLACES.stop),
                name="membership_few_places",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=_BELONGING, number__isnull=False) & ~Q(part=Part.EXPERT.value)
                | Q(part=Part.EXPERT.value, number__isnull=True)
                | ~Q(standing__in=_BELONGING) & Q(number__isnull=True),
                name="membership_place_of_who_belongs",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=100), name="membership_share_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="membership_begins_first",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.part} of {self.team_id}"
