"""What every fact carries: its sources, the day it became known, and the days it is valid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Source(models.Model):
    """Where a fact comes from: a report, a council paper, a minute; ``key`` is how facts name it."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution"
        ANNEX = "annex"
        MONITORING_REPORT = "monitoring_report"
        INFORMATION = "information"
        OTHER = "other"

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    title = models.CharField(max_length=300)
    paper = models.CharField(max_length=40, blank=True)
    body = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField()
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    chapters = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.title} ({self.dated_on:%Y})"


class Sourced(models.Model):
    """A fact with its sources: ``sources`` holds keys of :class:`Source`, ``stated_on`` the day it became known.

    An empty list means the fact was entered in Querwerk; the journal then knows who as what and when.
    """

    sources = models.JSONField(default=list)
    stated_on = models.DateField()

    class Meta:
        abstract = True


class Dated(models.Model):
    """Valid from a day until (not including) another."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="%(class)s_from_before_to"
            )
        ]
