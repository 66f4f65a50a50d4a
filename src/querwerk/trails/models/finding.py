"""What somebody finds on a trail, and what everybody may smile about, with the consent of the unit it is about."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from querwerk.structure.models import Unit

from ..lifecycle import Showing
from .trail import Trail

_SHOWINGS = [(showing.value, showing.value) for showing in Showing]
_AGREED = [Showing.AGREED.value, Showing.PUBLISHED.value]


class Finding(models.Model):
    """One sentence about a trail, with figures and picture as they were on the day. It does not say who wrote it."""

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="findings")
    sentence = models.CharField(max_length=200)
    absurd = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    picture = models.TextField(blank=True)
    found_on = models.DateField()

    def __str__(self) -> str:
        return self.sentence


class Absurdity(models.Model):
    """A finding on its way to everybody, in a friendly sentence: the unit agrees, then the staff unit publishes it.

    ``consent_post`` is the post that agreed, never the person. ``mended_*`` is its twin: since when, in one sentence,
    with the figures and the picture of that day. ``version`` rises with every step, so nobody agrees to other words
    than those they read.
    """

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="absurdity")
    slug = models.SlugField(max_length=120, unique=True)
    sentence = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="absurdities")
    showing = models.CharField(max_length=10, choices=_SHOWINGS, default=Showing.ASKED.value)
    asked_on = models.DateField()
    consent_on = models.DateField(null=True, blank=True)
    consent_post = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    mended_on = models.DateField(null=True, blank=True)
    mended_sentence = models.CharField(max_length=200, blank=True)
    mended_figures = models.JSONField(default=dict)
    mended_picture = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(consent_post=""), consent_on__isnull=False, showing__in=_AGREED)
                | Q(~Q(showing__in=_AGREED), consent_on=None, consent_post=""),
                name="absurdity_consent_with_day_and_post",
            ),
            models.CheckConstraint(
                condition=Q(showing=Showing.PUBLISHED.value, published_on__isnull=False)
                | Q(~Q(showing=Showing.PUBLISHED.value), published_on=None),
                name="absurdity_published_with_day",
            ),
            models.CheckConstraint(
                condition=Q(~Q(mended_sentence=""), mended_on__isnull=False)
                | Q(mended_on=None, mended_sentence="", mended_picture=""),
                name="absurdity_mended_with_day",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
