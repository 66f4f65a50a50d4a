"""Sprints and workshops, what they are about, who sits in them, and the ideas that come out."""

from __future__ import annotations

import uuid
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from querwerk.intake.models import Inquiry
from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal
from querwerk.structure.models import Unit

from ..lifecycle import Exit, Joining, Part, Place, State

_STATES = [(state.value, state.value) for state in State]
_JOININGS = [(joining.value, joining.value) for joining in Joining]
_PARTS = [(part.value, part.value) for part in Part]
_PLACES = [(place.value, place.value) for place in Place]
_EXITS = [(way.value, way.value) for way in Exit]


class Sprint(models.Model):
    """A sprint or workshop: one question, some hours or days, people round a table. No column leads to a person.

    ``format`` is what the house called the template its agenda came from. ``joining``: who may take a seat without
    being asked. ``audience`` is for whom it is meant, ``bring`` what to bring along. ``version`` rises with every
    action on it.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    question = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="sprints")
    format = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(default=20)
    joining = models.CharField(max_length=10, choices=_JOININGS, default=Joining.HOUSE.value)
    audience = models.CharField(max_length=300, blank=True)
    bring = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=_STATES, default=State.PLANNED.value)
    cancelled_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sprint_begins_first"),
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED.value) | ~Q(cancelled_because=""),
                name="sprint_cancelled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Subject(models.Model):
    """An inquiry or idea that a sprint takes up."""

    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="subjects")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="sprints")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sprint", "inquiry"], name="subject_once")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} in {self.sprint_id}"


_SEATED = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=365, since="sprint__ends_at"),
    readers=("self", "facilitator", "staff_unit"),
    erase=Erase.DELETE,
)


class Seat(models.Model):
    """Somebody's place in a sprint; guests have a log-in of their own (``Account.kind`` external).

    ``position`` orders the waiting list. Seats that are taken never outnumber those of the sprint: each takes a
    ``number`` of its own. Facilitators stand; they take none.
    """

    personal = {
        "account": _SEATED(
            title=_("Seat in a sprint"),
            purpose=_("Says who is invited to a sprint and who comes; its people see one another's names."),
        ),
        "part": _SEATED(title=_("Part in a sprint"), purpose=_("Facilitators lead through the sprint.")),
        "state": _SEATED(title=_("State of a seat"), purpose=_("Seats are few; what is given up goes to the next.")),
        "sprint": Impersonal("a date of the house"),
        "number": Impersonal("the number of a chair"),
        "position": Impersonal("a place in a queue"),
    }

    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="seated")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    part = models.CharField(max_length=12, choices=_PARTS, default=Part.PARTICIPANT.value)
    state = models.CharField(max_length=10, choices=_PLACES, default=Place.INVITED.value)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sprint", "account"], name="seat_one_each"),
            models.UniqueConstraint(fields=["sprint", "number"], name="seat_one_number"),
            models.CheckConstraint(
                condition=Q(state=Place.TAKEN.value, part=Part.PARTICIPANT.value, number__isnull=False)
                | (~Q(state=Place.TAKEN.value, part=Part.PARTICIPANT.value) & Q(number__isnull=True)),
                name="seat_number_when_taken",
            ),
            models.CheckConstraint(
                condition=Q(state=Place.WAITING.value, position__isnull=False)
                | (~Q(state=Place.WAITING.value) & Q(position__isnull=True)),
                name="seat_position_when_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.sprint_id}"


class Idea(models.Model):
    """An idea that a sprint yields. It leaves with a team and a first dated step, or is parked with a reason.

    ``origin`` is its sprint's thread or that of an inquiry. Who carries it out stands in :mod:`querwerk.teams`.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="ideas")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    way_out = models.CharField(max_length=8, choices=_EXITS, default=Exit.OPEN.value)
    parked_because = models.TextField(blank=True)
    first_step = models.CharField(max_length=300, blank=True)
    first_step_on = models.DateField(null=True, blank=True)
    noted_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way_out=Exit.OPEN.value)
                | (Q(way_out=Exit.TEAM.value, first_step_on__isnull=False) & ~Q(first_step=""))
                | (Q(way_out=Exit.PARKED.value) & ~Q(parked_because="")),
                name="idea_leaves_with_owners_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
