"""With what: posts and money, methods and channels, and what stood in the way."""

from __future__ import annotations

from django.db import models

from querwerk.structure.models import Sourced, Theme

from .project import Project


class Resource(Sourced):
    """Posts or money. The same ``what`` stated again later is its cost history."""

    class Kind(models.TextChoices):
        POSTS = "posts"
        MONEY = "money"

    class Funding(models.TextChoices):
        UNKNOWN = "unknown"
        IN_BUDGET = "in_budget"
        OUTSIDE_BUDGET = "outside_budget"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resources")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=120, blank=True)
    budget_year = models.PositiveSmallIntegerField(null=True, blank=True)
    funder = models.CharField(max_length=200, blank=True)
    funding = models.CharField(max_length=20, choices=Funding.choices, default=Funding.UNKNOWN)

    def __str__(self) -> str:
        return self.what


class Method(models.Model):
    """A method, channel or format of the controlled list."""

    class Kind(models.TextChoices):
        METHOD = "method"
        CHANNEL = "channel"
        FORMAT = "format"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.METHOD)

    def __str__(self) -> str:
        return self.name


class MethodUse(Sourced):
    """A project uses (or plans to use) a method."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="method_uses")
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="uses")
    planned = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "method"], name="methoduse_once")]

    def __str__(self) -> str:
        return f"{self.method_id} in {self.project_id}"


class ObstacleKind(models.Model):
    """A kind of obstacle of the controlled list."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Obstacle(Sourced):
    """What stood in the way of a project, a theme, or the whole way of working (both empty)."""

    kind = models.ForeignKey(ObstacleKind, on_delete=models.PROTECT, related_name="obstacles")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="obstacles")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="obstacles")
    text = models.TextField()
    escalated_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:60]
