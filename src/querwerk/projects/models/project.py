"""The project itself, what it was called, where it stood, who is responsible, and the texts of its sheet."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from querwerk.structure.models import Dated, Post, Sourced, Theme, Unit

from ..lifecycle import RUNNING_STATES, State

_STATES = [(state.value, state.value) for state in State]
_RUNNING = sorted(state.value for state in RUNNING_STATES)


class Project(models.Model):
    """A lead project, from idea to end. The slug never changes; name, state and dates repeat the newest versions.

    ``slot`` is the place a running project takes in its theme (1 to the limit of the house): two projects can never
    take the same one, so the limit holds even when two people start projects at once. ``origin`` is the thread of the
    idea it grew from: an idea becomes one candidate, however often somebody asks for it. ``version`` rises with every
    action and lets a form notice that somebody else was faster.
    """

    class Kind(models.TextChoices):
        PROJECT = "project"  # finite
        TASK = "task"  # lasting (Zukunftsaufgabe)

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(max_length=300)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="projects")
    also_serves = models.ManyToManyField(Theme, related_name="served_by", blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PROJECT)
    state = models.CharField(max_length=20, choices=_STATES)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    begin = models.CharField(max_length=40, blank=True)
    begin_on = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=40, blank=True)
    end_on = models.DateField(null=True, blank=True)
    horizon = models.CharField(max_length=200, blank=True)
    first_seen_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    updated_on = models.DateField()
    origin = models.UUIDField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "slot"], name="project_one_place"),
            models.CheckConstraint(
                condition=Q(state__in=_RUNNING, slot__isnull=False) | (~Q(state__in=_RUNNING) & Q(slot__isnull=True)),
                name="project_place_while_running",
            ),
            models.CheckConstraint(
                condition=Q(begin_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=models.F("begin_on")),
                name="project_begin_before_end",
            ),
        ]
        indexes = [models.Index(fields=["theme", "state"], name="project_theme_state")]

    def __str__(self) -> str:
        return self.name


class ProjectName(Sourced, Dated):
    """What a project was called, and when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    note = models.TextField(blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["project", "valid_from", "name"], name="projectname_once"),
        ]

    def __str__(self) -> str:
        return self.name


class StateVersion(Sourced):
    """Where a project stood by a source or an action. ``word`` is the source's own word, ``flags`` further states.

    ``inferred`` when no source states it outright. Putting off needs a review day, making permanent a unit.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=20, choices=_STATES)
    flags = models.JSONField(default=list)
    word = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    inferred = models.BooleanField(default=False)
    review_on = models.DateField(null=True, blank=True)
    receiving_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["project", "stated_on"], name="state_project_stated"),
            models.Index(fields=["state", "project"], name="state_state_project"),  # who has ever been a candidate
        ]

    def __str__(self) -> str:
        return self.state


class Responsibility(Sourced, Dated):
    """Which unit, and within it which post, answers for a project, and when."""

    class Role(models.TextChoices):
        RESPONSIBLE = "responsible"
        LEAD = "lead"
        MEMBER = "member"
        PARTNER = "partner"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="responsibilities")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="responsibilities")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="responsibilities")
    partner = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.RESPONSIBLE)
    note = models.TextField(blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(post__isnull=False) | ~Q(partner=""),
                name="responsibility_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.project_id}"


class SheetText(Sourced):
    """One version of one text of the sheet; the newest counts, the older ones stay readable."""

    class Field(models.TextChoices):
        DESCRIPTION = "description"
        STRATEGIC_PLACE = "strategic_place"
        PHASE = "phase"
        NEXT_STEPS = "next_steps"
        OUTLOOK = "outlook"
        RESULTS = "results"
        LESSONS = "lessons"
        AWARD = "award"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="texts")
    field = models.CharField(max_length=20, choices=Field.choices)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["project", "field", "stated_on"], name="text_project_field")]

    def __str__(self) -> str:
        return self.text[:60]


#: Texts that grow: each entry stands beside the ones before; of the others the newest counts.
GROWING = frozenset({SheetText.Field.RESULTS.value, SheetText.Field.LESSONS.value, SheetText.Field.AWARD.value})
