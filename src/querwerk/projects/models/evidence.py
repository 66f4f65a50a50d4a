"""What is on record about a project: figures, the council's involvement, lineage, and contradicting sources."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from querwerk.structure.models import Body, Sourced, Theme
from querwerk.uploads import Kind

from ..lifecycle import LineageKind
from .dates import Vague
from .project import Project


class Figure(Sourced):
    """A result in numbers, as the source writes it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="figures")
    what = models.CharField(max_length=300)
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.what}: {self.value}"


class Involvement(Sourced, Vague):
    """A body of the council dealt (or was to deal) with a project.

    ``oparl`` keeps what the council's own OParl interface shows for that day (match, meeting, agenda item, result).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="involvements")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="involvements")
    what = models.CharField(max_length=300)
    result = models.CharField(max_length=300, blank=True)
    paper = models.CharField(max_length=40, blank=True)
    planned = models.BooleanField(default=False)
    later_date = models.CharField(max_length=40, blank=True)
    oparl = models.JSONField(default=dict)

    class Meta(Vague.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.what} ({self.date})"


class Lineage(Sourced):
    """How an earlier project leads to a later one. ``planned`` while nobody has carried it out.

    There are no circles: an action refuses one, and no project follows itself.
    """

    earlier = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="leads_to")
    later = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comes_from")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in LineageKind])
    planned = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later", "kind"], name="lineage_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="lineage_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} {self.kind} {self.later_id}"


class Attachment(Sourced):
    """A document or a picture that lies with a project. The file lies in the house under the hash of its content.

    An internal one is for those who see internal notes. A picture says in words what it shows.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    internal = models.BooleanField(default=False)
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in Kind])
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "digest"], name="attachment_once"),
            models.CheckConstraint(
                condition=Q(kind=Kind.PDF.value) | ~Q(description=""), name="attachment_picture_in_words"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Contradiction(models.Model):
    """Two sources disagree. Both stay visible, marked, until a person decides; even then both stay readable."""

    class Decision(models.TextChoices):
        OPEN = "open"
        FIRST = "first"
        SECOND = "second"
        BOTH = "both"

    number = models.PositiveIntegerField(unique=True)
    what = models.CharField(max_length=300)
    first = models.TextField()
    second = models.TextField()
    refs = models.JSONField(default=list)
    projects = models.ManyToManyField(Project, related_name="contradictions", blank=True)
    themes = models.ManyToManyField(Theme, related_name="contradictions", blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(decision="open") & Q(decided_on__isnull=True))
                | (~Q(decision="open") & Q(decided_on__isnull=False) & ~Q(reason="")),
                name="contradiction_decided_with_day_and_reason",
            )
        ]

    def __str__(self) -> str:
        return self.what
