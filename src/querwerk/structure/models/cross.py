"""The cross: themes, who answers for them, which bodies treat them, which budgets and strategies carry them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from .facts import Dated, Sourced
from .line import Post, Unit


class Theme(models.Model):
    """A theme across the line. The slug is stable; the names move (see :class:`ThemeName`)."""

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="themes")

    def __str__(self) -> str:
        return self.name


class ThemeName(Sourced, Dated):
    """What a theme was called, and when. ``Theme.name`` repeats the newest."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class ThemeRole(Sourced, Dated):
    """Which post answers for a theme or coordinates inside it, and when. ``count`` when posts are only numbered."""

    class Role(models.TextChoices):
        HEAD = "head"
        OFFICER = "officer"

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="roles")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="theme_roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.post_id} is {self.role} of {self.theme_id}"


class ThemeNote(Sourced):
    """A goal, strategy, campaign or structural arrangement of a theme, as its sources word it."""

    class Kind(models.TextChoices):
        GOAL = "goal"
        STRATEGY = "strategy"
        CAMPAIGN = "campaign"
        STRUCTURE = "structure"

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField()
    change = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Body(models.Model):
    """A body of the council (OParl: Organization): council, committee, advisory board."""

    slug = models.SlugField(max_length=80, unique=True)
    short = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    oparl_short = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class ThemeBody(Sourced, Dated):
    """Which body treats which theme, and when. A theme is treated by several."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="bodies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="themes")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["theme", "body", "valid_from"], name="themebody_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} treats {self.theme_id}"


class BudgetCycle(models.Model):
    """A budget or double budget: first and last year, inclusive."""

    first_year = models.PositiveSmallIntegerField(unique=True)
    last_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="budgetcycle_first_before_last")
        ]

    def __str__(self) -> str:
        return f"{self.first_year}/{self.last_year}" if self.last_year > self.first_year else str(self.first_year)


class BudgetLine(models.Model):
    """A line of a budget that carries a theme."""

    cycle = models.ForeignKey(BudgetCycle, on_delete=models.PROTECT, related_name="lines")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="budget_lines")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "code", "theme"], name="budgetline_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Strategy(models.Model):
    """A strategy the themes and projects serve (ISEK, climate plan, ...); dates as written, ends may be open."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    valid_from = models.CharField(max_length=40, blank=True)
    valid_to = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    refs = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class StrategyGoal(models.Model):
    """One goal of a strategy; a theme of the house may be its home."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="goals")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="strategy_goals")
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strategy", "text"], name="strategygoal_once")]

    def __str__(self) -> str:
        return self.text


class SteeringSeat(Sourced, Dated):
    """A post in the steering circle, and when; one post chairs it at a time.

    The network of leads needs no table: it is whoever leads a project on a day.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="seats")
    chairs = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["post", "valid_from"], name="steeringseat_once"),
            models.UniqueConstraint(
                fields=["chairs"], condition=Q(chairs=True, valid_to=None), name="steeringseat_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} in the steering circle"
