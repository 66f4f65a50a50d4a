"""Update rounds: which projects are asked to say how they stand, before which date, and what they answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from querwerk.projects.models import Project
from querwerk.structure.models import Body


class SessionDay(models.Model):
    """A day on which a body of the council meets, as far as the staff unit knows it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="session_days")
    meets_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "meets_on"], name="sessionday_once")]

    def __str__(self) -> str:
        return f"{self.body_id} on {self.meets_on}"


class Round(models.Model):
    """Projects are asked to say how they stand: of the staff unit's own accord, or before a body meets.

    ``title`` is said for the former, body and day for the latter. ``reminded_on`` is the day somebody last pressed
    "remind now"; what the calendar says is told by the outbox.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds")
    meets_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    projects = models.ManyToManyField(Project, related_name="rounds")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "meets_on"], name="round_one_a_session"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opened_on")), name="round_due_after_opening"),
            models.CheckConstraint(
                condition=Q(body__isnull=True, meets_on__isnull=True) & ~Q(title="")
                | Q(body__isnull=False, meets_on__isnull=False),
                name="round_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"before {self.body_id} on {self.meets_on}"


class Answer(models.Model):
    """What a project said in a round, and as which post; who stood behind the post is known to the journal alone."""

    class Kind(models.TextChoices):
        UNCHANGED = "unchanged"
        UPDATED = "updated"
        STATEMENT = "statement"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    answered_on = models.DateField()
    post = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "project"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.project_id} in {self.round_id}: {self.kind}"
