"""The library of the house: method cards, and formats that fill an agenda."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ..lifecycle import Purpose

_PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]


class MethodCard(models.Model):
    """A small method on one card: when to use it, how long it takes, for how many, what to lay out, the steps, what it
    yields. ``key`` names a card that came with Querwerk, so that it is not brought in twice."""

    slug = models.SlugField(max_length=120, unique=True)
    key = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=12, choices=_PURPOSES)
    when_to_use = models.TextField()
    minutes_from = models.PositiveSmallIntegerField()
    minutes_to = models.PositiveSmallIntegerField()
    people_from = models.PositiveSmallIntegerField()
    people_to = models.PositiveSmallIntegerField()
    material = models.TextField(blank=True)
    steps = models.TextField()
    yields = models.TextField()
    put_aside = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="method_key_once"),
            models.CheckConstraint(
                condition=Q(minutes_to__gte=F("minutes_from"), people_to__gte=F("people_from")),
                name="method_from_before_to",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Format(models.Model):
    """A kind of sprint or workshop the house offers: how many days, and what usually happens when."""

    slug = models.SlugField(max_length=120, unique=True)
    key = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    summary = models.TextField()
    days = models.PositiveSmallIntegerField(default=1)
    begins = models.TimeField()
    put_aside = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="format_key_once"),
            models.CheckConstraint(condition=Q(days__gte=1), name="format_has_a_day"),
        ]

    def __str__(self) -> str:
        return self.title


class FormatBlock(models.Model):
    """What a format puts into the agenda of a day."""

    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="blocks")
    day = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    method = models.ForeignKey(MethodCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.title
