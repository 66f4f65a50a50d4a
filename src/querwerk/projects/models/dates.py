"""When: begin and end by each source, milestones with every date ever planned, and why dates moved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from querwerk.structure.models import Sourced

from .project import Project


class Vague(models.Model):
    """A written date and the days it can mean (see :mod:`querwerk.dates`); ``last_on`` NULL is an open end."""

    date = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")), name="%(class)s_first_before_last"
            )
        ]


class ProjectDate(Sourced, Vague):
    """Begin or end of a project as one source gives it; several may contradict each other."""

    class Kind(models.TextChoices):
        BEGIN = "begin"
        END = "end"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    note = models.TextField(blank=True)

    class Meta(Vague.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class Milestone(models.Model):
    """One milestone; its dates are in :class:`MilestoneDate`. ``dropped_on`` when it fell away, with the reason."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    dropped_on = models.DateField(null=True, blank=True)
    drop_reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="milestone_once")]

    def __str__(self) -> str:
        return self.name


class MilestoneDate(Sourced, Vague):
    """A date said for a milestone: the first planned one is its baseline, the newest its forecast.

    ``reason`` says why the date moved; an actual date ends the milestone.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned"
        ACTUAL = "actual"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(blank=True)

    class Meta(Vague.Meta):
        constraints = [
            *Vague.Meta.constraints,
            models.UniqueConstraint(fields=["milestone"], condition=Q(kind="actual"), name="milestone_one_actual_date"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"
