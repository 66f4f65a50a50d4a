"""Writing down what somebody finds on a trail, with the figures and the picture of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record

from ..lifecycle import Showing
from ..models import Absurdity, Finding
from .change import held_finding, opened
from .stations import refuse_person


def note_finding(
    slug: str, *, sentence: str, absurd: str, figures: Mapping[str, Any], picture: str, version: int, by: Actor,
    at: datetime,
) -> Finding:  # fmt: skip
    """Keeps a sentence about a trail. ``figures`` and ``picture`` are those of the trail as the writer saw it."""
    if not sentence.strip():
        raise Refused(_("Please say it in one sentence."), field="sentence")
    refuse_person(sentence=sentence)
    with opened(slug, version=version, by=by, published=True) as trail:
        finding = Finding.objects.create(
            trail=trail, sentence=sentence.strip(), absurd=absurd.strip(), figures=dict(figures), picture=picture,
            found_on=timezone.localdate(at),
        )  # fmt: skip
        record(Event("trails.finding_noted", trail.thread, facts={"finding": [None, finding.pk]}), by=by, at=at)
    return finding


def drop_finding(pk: int, *, by: Actor, at: datetime) -> None:
    """Deletes a finding that nobody was asked about, or that a unit did not agree to show."""
    with transaction.atomic():
        finding = held_finding(pk, by=by)
        if Absurdity.objects.filter(finding=finding).exclude(showing=Showing.REFUSED).exists():
            raise Refused(_("This finding is on its way to everybody. The unit takes its consent back first."))
        facts = {"finding": [finding.pk, None]}
        record(Event("trails.finding_dropped", finding.trail.thread, facts=facts), by=by, at=at)
        finding.delete()
