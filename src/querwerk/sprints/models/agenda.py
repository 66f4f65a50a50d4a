"""The agenda: days, and the blocks of each day one after another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..lifecycle import Effect
from .library import MethodCard
from .sprint import Sprint

_EFFECTS = [(effect.value, effect.value) for effect in Effect]


class Day(models.Model):
    """One day of a sprint: when it begins. When it ends follows from its blocks."""

    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    begins = models.TimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sprint", "number"], name="day_once")]

    def __str__(self) -> str:
        return f"{self.number} of {self.sprint_id}"


class Block(models.Model):
    """A part of a day. Its time follows from the blocks before it, so that nothing has to be computed by hand.

    ``effect`` is what the method brought, in a sentence about the matter: the card of the method shows it.
    """

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    method = models.ForeignKey(MethodCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="uses")
    effect = models.CharField(max_length=8, choices=_EFFECTS, blank=True)
    brought = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="block_takes_time"),
            models.CheckConstraint(condition=~Q(effect="") | Q(brought=""), name="block_brought_by_effect"),
        ]

    def __str__(self) -> str:
        return self.title
