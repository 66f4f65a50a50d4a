"""What a project is for: goals with versions, parts, chances and risks, target groups, strategy links."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from querwerk.structure.models import Post, Sourced, StrategyGoal

from ..lifecycle import GoalStatus, State
from .project import Project

_STATUSES = [(status.value, status.value) for status in GoalStatus]
_STATES = [(state.value, state.value) for state in State]


class Goal(models.Model):
    """One goal of a project; what it says is in its versions."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"goal {self.position} of {self.project_id}"


class GoalVersion(Sourced):
    """What a goal said, its target in one place, and how it ended. Missed and dropped goals keep their reason."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    target_value = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    target_unit = models.CharField(max_length=60, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=_STATUSES, default="open")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["missed", "dropped"]) | ~Q(reason=""),
                name="goal_reason_when_missed_or_dropped",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Part(Sourced):
    """A part of a project with a state of its own (None when no source gives one)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=_STATES, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="part_once")]

    def __str__(self) -> str:
        return self.name


class Prospect(Sourced):
    """A chance or a risk, with counter-measure and the post that owns it."""

    class Kind(models.TextChoices):
        CHANCE = "chance"
        RISK = "risk"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="prospects")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    countermeasure = models.TextField(blank=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class TargetGroup(Sourced):
    """Whom a project is for, whether they are involved, and in which phase."""

    class Involved(models.TextChoices):
        UNKNOWN = "unknown"
        YES = "yes"
        NO = "no"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="target_groups")
    text = models.CharField(max_length=300)
    involved = models.CharField(max_length=10, choices=Involved.choices, default=Involved.UNKNOWN)
    phase = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.text


class StrategyLink(Sourced):
    """A project serves a goal of a strategy (n:m)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="strategy_links")
    goal = models.ForeignKey(StrategyGoal, on_delete=models.PROTECT, related_name="project_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "goal"], name="strategylink_once")]

    def __str__(self) -> str:
        return f"{self.project_id} serves {self.goal_id}"
