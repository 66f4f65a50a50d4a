"""The words and rules of the house, each with its days: vocabulary, old addresses, agreed numbers, ways of working."""

from __future__ import annotations

import uuid

from django.db import models

from .facts import Dated, Sourced

#: The thread of the house as a whole in the journal: words, rules, budgets.
HOUSE = uuid.uuid5(uuid.NAMESPACE_DNS, "house.querwerk.invalid")


class Term(Dated):
    """What the house calls a concept, and when: theme, project, project_lead, theme_officer, monitoring, ..."""

    concept = models.CharField(max_length=40)
    singular = models.CharField(max_length=120)
    plural = models.CharField(max_length=120)
    short = models.CharField(max_length=60, blank=True)
    preferred = models.BooleanField(default=True)
    sources = models.JSONField(default=list)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["concept", "singular", "valid_from"], name="term_once"),
        ]

    def __str__(self) -> str:
        return self.singular


class Alias(models.Model):
    """An old or other address: found by search and redirected. ``kind`` is theme, project or unit."""

    kind = models.CharField(max_length=20)
    slug = models.SlugField(max_length=160)
    target = models.SlugField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="alias_once")]

    def __str__(self) -> str:
        return f"{self.slug} -> {self.target}"


class HouseRule(Dated):
    """A number the house has agreed on, with its days: ``running_projects_per_theme`` = 5."""

    key = models.CharField(max_length=60)
    value = models.PositiveIntegerField()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["key", "valid_from"], name="houserule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class HouseFact(Sourced):
    """A fact about the way of working itself: a role, a rule, the support pool, a success factor, a wish, a figure.

    ``data`` keeps the fields of its kind (for a role: held_by, count, does; for the pool: as_of, posts).
    """

    class Kind(models.TextChoices):
        ROLE = "role"
        RULE = "rule"
        SUPPORT_POOL = "support_pool"
        SUCCESS_FACTOR = "success_factor"
        COUNCIL_WISH = "council_wish"
        ACTIVITY = "activity"
        METHODS_TRIED = "methods_tried"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    text = models.TextField()
    data = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text
