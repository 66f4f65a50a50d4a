"""Periods, statements and frozen reports."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from querwerk.projects.models import Project
from querwerk.protection import Impersonal
from querwerk.structure.models import Source, Sourced, Theme


class Period(models.Model):
    """A reporting period: everything up to and including ``ends_on`` belongs to its report."""

    label = models.CharField(max_length=40, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField(unique=True)
    source = models.OneToOneField(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="period")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_start_before_end")]

    def __str__(self) -> str:
        return self.label


class Statement(Sourced):
    """What a project says for a period: state, successes, lessons, outlook, and what is needed to go on.

    ``approved_by`` is the post of the theme officer who read and approved these words; new words need it anew.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="statements")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="statements")
    state = models.TextField(blank=True)
    successes = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    outlook = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)

    personal = {"approved_by": Impersonal("the title of the post; who held it is known to the journal alone")}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "project"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by="") | Q(approved_on__isnull=False) & ~Q(approved_by=""),
                name="statement_approved_with_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} in {self.period_id}"


class ThemeStatement(Sourced):
    """What a theme says for a period."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="theme_statements")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="statements")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "theme"], name="themestatement_once")]

    def __str__(self) -> str:
        return f"{self.theme_id} in {self.period_id}"


class Report(models.Model):
    """A monitoring report, frozen: ``facts`` are canonical JSON bytes that never change again.

    Database triggers refuse update and delete (migration ``0002_guards``).
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="report")
    frozen_at = models.DateTimeField()
    facts = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"report {self.period_id}"
