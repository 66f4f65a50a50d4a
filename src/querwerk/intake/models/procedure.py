"""Idea management by rule, where a house has switched it on: opinions by criteria, notice, control, recognition."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from querwerk.structure.models import Post

from ..lifecycle import Carried, CouncilWord, Decision, Thanks
from .inquiry import Inquiry


class Criterion(models.Model):
    """What an idea is judged by, on a scale from 0 to ``scale``. The house names its own."""

    name = models.CharField(max_length=120)
    scale = models.PositiveSmallIntegerField(default=5)
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scale__gte=1, scale__lte=10), name="criterion_scale"),
            models.UniqueConstraint(fields=["name"], condition=Q(archived_on__isnull=True), name="criterion_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Opinion(models.Model):
    """What a post was asked to say about an idea, by a day, and what it said."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="opinions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "post"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(text="", given_at__isnull=True) | ~Q(text="") & Q(given_at__isnull=False),
                name="opinion_given_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.post_id}"


class Score(models.Model):
    """The points an opinion gives an idea for one criterion."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opinion", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class CouncilSaying(models.Model):
    """What the staff council says before the notice: consent, or an objection with its reason."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="council")
    word = models.CharField(max_length=10, choices=[(one.value, one.value) for one in CouncilWord])
    reason = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(word=CouncilWord.CONSENT.value) | ~Q(reason=""), name="council_objects_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.word


class Notice(models.Model):
    """The decision about an idea with its reason and day; what was to be carried out by when, and whether it was."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="notice")
    decision = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Decision])
    reason = models.TextField()
    on_objection = models.TextField(blank=True)
    given_on = models.DateField()
    carry_out_by = models.DateField(null=True, blank=True)
    carried = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Carried], blank=True)
    carried_why = models.TextField(blank=True)
    carried_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="notice_says_why"),
            models.CheckConstraint(
                condition=Q(decision=Decision.NOT.value, carry_out_by__isnull=True)
                | ~Q(decision=Decision.NOT.value) & Q(carry_out_by__isnull=False),
                name="notice_names_a_day",
            ),
            models.CheckConstraint(
                condition=Q(carried="", carried_on__isnull=True)
                | Q(carried=Carried.DONE.value, carried_on__isnull=False, carry_out_by__isnull=False)
                | Q(carried=Carried.NOT_DONE.value, carried_on__isnull=False, carry_out_by__isnull=False)
                & ~Q(carried_why=""),
                name="notice_control_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.decision


class Recognition(models.Model):
    """How an idea was thanked for, and when. It names nobody; the house thanks whoever had it in its own way."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="recognitions")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Thanks])
    given_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "kind"], name="recognition_once")]

    def __str__(self) -> str:
        return self.kind


class SameIdea(models.Model):
    """Of two equal ideas the one received earlier counts."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="same_as")
    earlier = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="repeated_by")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(inquiry=F("earlier")), name="sameidea_of_two")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} = {self.earlier_id}"
