"""The line, the cross, and the words and sources for both. Whatever may move carries a from- and a to-day.

Days are inclusive at ``valid_from`` and exclusive at ``valid_to``; an open end is NULL.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

#: The thread of the house as a whole in the journal: words, rules, budgets.
HOUSE = uuid.uuid5(uuid.NAMESPACE_DNS, "house.querwerk.invalid")


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


class Unit(models.Model):
    """A part of the line: a department, an office, a staff unit, an authority, a company, a district."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        OFFICE = "office"
        STAFF_UNIT = "staff_unit"
        AUTHORITY = "authority"
        COMPANY = "company"
        DISTRICT = "district"

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class UnitName(Dated):
    """What a unit was called, and when. ``Unit.name`` repeats the newest."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=40)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unitname_one_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(Dated):
    """Where a unit hung in the tree, and when: offices move between departments."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "valid_from"], name="placement_one_a_day"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="placement_not_under_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id}"


class Person(models.Model):
    """A person who holds posts. Public pages show the post, not the person."""

    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit. ``role`` is what the access table knows."""

    class Role(models.TextChoices):
        STAFF_UNIT = "staff_unit"
        MAYOR = "mayor"
        DEPUTY_MAYOR = "deputy_mayor"
        OFFICE_HEAD = "office_head"
        THEME_OFFICER = "theme_officer"
        PROJECT_LEAD = "project_lead"
        EMPLOYEE = "employee"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.EMPLOYEE)

    def __str__(self) -> str:
        return self.title


class Assignment(Dated):
    """Who holds a post, and when."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["post", "person", "valid_from"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.post_id}"


class Account(AbstractUser):
    """A log-in. What it may do follows from the posts its person holds today, never from the account."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account")


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
