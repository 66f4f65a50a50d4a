"""One sort of paper and the stations it passes: posts and units, never people."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key
from querwerk.structure.models import Unit

from ..lifecycle import Activity, State

_STATES = [(state.value, state.value) for state in State]
_ACTIVITIES = [(activity.value, activity.value) for activity in Activity]


class Trail(models.Model):
    """The way one sort of paper takes through the house.

    A trail can be modelled (its planned stations), recorded (slips that travelled with papers) and counted from
    imported logs; all three stand on one page. No column leads to a person; whose draft it is stands in
    :class:`Authorship`. ``version`` rises with every action on the model.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    paper = models.CharField(max_length=200, blank=True)
    purpose = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="trails")
    state = models.CharField(max_length=10, choices=_STATES, default=State.DRAFT.value)
    opened_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title


class Authorship(models.Model):
    """Whose a trail is, asked about by one rule alone: what is not released belongs to whoever writes it."""

    personal = {
        "account": Personal(
            title=_("Paper trails of one's own"),
            purpose=_("A paper trail that is not released yet belongs to whoever writes it, and to nobody else."),
            basis=Basis.EMPLOYMENT,
            keep=Keep(),
            readers=("self",),
            erase=Erase.DELETE,
            link=by_key,
        ),
        "trail": Impersonal("about a sort of paper and the units it passes; names nobody"),
    }

    trail = models.OneToOneField(Trail, on_delete=models.CASCADE, related_name="authorship")
    account = models.CharField(max_length=150, db_index=True)

    def __str__(self) -> str:
        return str(self.trail_id)


class Station(models.Model):
    """A post or unit on the way. ``position`` None: met on the way, not planned.

    ``unit`` is a unit of the line; ``place`` says where a station stands that the line does not know. ``beside`` goes
    at the same time as the station before it. ``medium_break``: the paper is printed, scanned or typed again here.
    """

    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="stations")
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    activity = models.CharField(max_length=12, choices=_ACTIVITIES, default=Activity.EDITS.value)
    touch_minutes = models.PositiveIntegerField(default=0)
    waiting_days = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    medium_break = models.BooleanField(default=False)
    may_return = models.BooleanField(default=False)
    beside = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trail", "position"], name="station_one_position"),
            models.CheckConstraint(condition=Q(waiting_days__gte=0), name="station_waiting_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
