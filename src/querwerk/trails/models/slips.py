"""Slips that travel with one paper, and what the stations told them. No name, no device, no address is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ..lifecycle import Mark
from .trail import Station, Trail

_MARKS = [(mark.value, mark.value) for mark in Mark]


class Slip(models.Model):
    """One paper on its way. Whoever holds the code may mark; only its digest is kept, which opens nothing."""

    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="slips")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trail", "number"], name="slip_one_number"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")), name="slip_ends_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trail_id}/{self.number}"


class Stamp(models.Model):
    """One mark of a station on a slip; ``key`` comes from the form, so that the same press counts once.

    ``at`` is cut down to steps of five minutes before it gets here; when somebody pressed is not kept.
    ``returned_to``: the station a paper was sent back to, for that mark alone. Stations with marks go with their trail
    alone.
    """

    slip = models.ForeignKey(Slip, on_delete=models.CASCADE, related_name="stamps")
    station = models.ForeignKey(Station, on_delete=models.RESTRICT, related_name="stamps")
    mark = models.CharField(max_length=10, choices=_MARKS)
    returned_to = models.ForeignKey(Station, on_delete=models.RESTRICT, null=True, blank=True, related_name="returns")
    at = models.DateTimeField()
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slip", "key"], name="stamp_once"),
            models.CheckConstraint(
                condition=Q(mark=Mark.RETURNED.value, returned_to__isnull=False)
                | ~Q(mark=Mark.RETURNED.value) & Q(returned_to__isnull=True),
                name="stamp_returned_to_a_station",
            ),
            models.CheckConstraint(
                condition=Q(returned_to__isnull=True) | ~Q(returned_to=F("station")), name="stamp_returned_elsewhere"
            ),
        ]
        indexes = [models.Index(fields=["slip", "at"], name="stamp_slip_at")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.mark}"
