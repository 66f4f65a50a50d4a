"""What of a sprint may be read by whom, once it is over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..lifecycle import Showing
from .sprint import Sprint

_SHOWINGS = [(showing.value, showing.value) for showing in Showing]


class Result(models.Model):
    """The result page of a sprint: what happens next, and whether the house or everybody reads it.

    All else on it is derived from the sprint, its ideas and their teams. ``version`` rises with every action.
    """

    sprint = models.OneToOneField(Sprint, on_delete=models.PROTECT, related_name="result")
    outlook = models.TextField(blank=True)
    showing = models.CharField(max_length=10, choices=_SHOWINGS, default=Showing.KEPT.value)
    released_on = models.DateField(null=True, blank=True)
    released_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(showing=Showing.KEPT.value, released_on__isnull=True)
                | ~Q(showing=Showing.KEPT.value) & Q(released_on__isnull=False),
                name="result_released_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"result of {self.sprint_id}"
