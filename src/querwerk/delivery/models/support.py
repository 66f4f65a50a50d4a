"""The support pool: posts lent to projects by phase, and what projects ask for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from querwerk.projects.models import Project
from querwerk.protection import Impersonal
from querwerk.structure.models import Dated, Post


class Phase(models.TextChoices):
    """What a project is about when it gets support."""

    PREPARATION = "preparation"
    CONCEPT = "concept"
    PARTICIPATION = "participation"
    IMPLEMENTATION = "implementation"
    EVALUATION = "evaluation"


class Loan(Dated):
    """A post of the pool works for a project in a phase, from a day until another; ``share`` in percent of the post.

    ``stated_on`` is the day it was entered: what a report of an earlier day did not know does not get into it.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="loans")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="loans")
    phase = models.CharField(max_length=20, choices=Phase.choices)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    what_for = models.CharField(max_length=300, blank=True)
    stated_on = models.DateField()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["post", "project", "phase", "valid_from"], name="loan_once"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__range=(1, 100)), name="loan_share_in_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} for {self.project_id}"


class SupportRequest(models.Model):
    """A project asks for support in a phase; the staff unit says yes (with or without a loan) or no, in a sentence."""

    class Decision(models.TextChoices):
        OPEN = "open"
        GRANTED = "granted"
        DECLINED = "declined"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="support_requests")
    phase = models.CharField(max_length=20, choices=Phase.choices)
    what_for = models.TextField()
    wanted_from = models.DateField(null=True, blank=True)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=200)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)

    personal = {"asked_by": Impersonal("the title of the post; who held it is known to the journal alone")}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "phase"], condition=Q(decision="open"), name="supportrequest_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decision="open", decided_on=None) | ~Q(decision="open") & Q(decided_on__isnull=False),
                name="supportrequest_decided_with_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} asks for {self.phase}"
