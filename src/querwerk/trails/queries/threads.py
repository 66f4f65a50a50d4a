"""Paper trails and what was found on them as stations of the golden thread."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.threads import MOST, Kind, Stage, excerpt

from ..access import OWN_TRAIL, SHARED_TRAIL
from ..labels import STATE_TONES, STATES
from ..lifecycle import State
from ..models import Finding, Trail
from ..rules import visible_to

GROWN_FROM = frozenset({Kind.TRAIL})


def stages(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The trails and findings among these threads that an actor may see."""
    trails = visible_to(actor).filter(thread__in=threads).order_by("pk")
    return [*map(_of_trail, trails[:MOST]), *_findings(_seen(actor).filter(thread__in=threads))]


def grown_from(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The findings on these trails."""
    return _findings(_seen(actor).filter(trail__thread__in=threads))


def _seen(actor: Actor) -> QuerySet[Finding]:
    """Findings are read in the house alone, on trails that one may read."""
    if SHARED_TRAIL.open_to(actor, Verb.READ):
        return Finding.objects.filter(trail__in=visible_to(actor))
    return Finding.objects.filter(OWN_TRAIL.where(actor, Verb.EDIT, "trail__"))


def _of_trail(trail: Trail) -> Stage:
    state = State(trail.state)
    address = reverse("trails:trail", args=[trail.slug])
    return Stage(trail.thread, (), Kind.TRAIL, trail.title, address, str(STATES[state]), STATE_TONES[state],
                 trail.opened_on)  # fmt: skip


def _findings(found: QuerySet[Finding]) -> list[Stage]:
    columns = ("thread", "sentence", "absurd", "found_on", "trail__thread", "trail__slug")
    rows = found.order_by("found_on", "pk").values_list(*columns)[:MOST]
    return [
        Stage(thread, (trail,), Kind.FINDING, sentence, reverse("trails:trail", args=[slug]) + "#findings-h",
              _("written down"), "plain", found_on, said=excerpt(absurd), out_of=Kind.TRAIL)
        for thread, sentence, absurd, found_on, trail, slug in rows
    ]  # fmt: skip
