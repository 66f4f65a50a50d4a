"""What is said between the staff unit and whoever asked."""

from __future__ import annotations

from django.db import models

from ..lifecycle import Side
from .inquiry import Inquiry

_SIDES = [(side.value, side.value) for side in Side]


class Remark(models.Model):
    """A question back, or what whoever asked says to it: from one of two sides, on a day, by nobody in particular."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="remarks")
    side = models.CharField(max_length=12, choices=_SIDES)
    text = models.TextField()
    said_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="remark_says_something")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.side}"
