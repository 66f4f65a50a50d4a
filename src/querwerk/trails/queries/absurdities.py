"""Absurdities: what everybody may smile about, and what is still on its way there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.tables import pages_of

from ..access import CONSENT
from ..lifecycle import SHOWING_MOVES, Showing
from ..models import Absurdity

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which absurdities are asked for: all, mended, or not mended yet."""

    mended: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class AbsurdityLine:
    """One absurdity in a list; ``figures`` as of the finding, ``mended_*`` as of its happy end."""

    slug: str
    sentence: str
    text: str
    unit: str
    unit_slug: str
    published_on: date | None
    found_on: date
    figures: Mapping[str, Any]
    mended_on: date | None
    mended_sentence: str
    mended_figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AbsurdityPage(AbsurdityLine):
    """One published absurdity with its pictures."""

    picture: str
    mended_picture: str
    consent_on: date | None


@dataclass(frozen=True, slots=True)
class AbsurdityList:
    """One page of what is published."""

    wanted: Wanted
    lines: tuple[AbsurdityLine, ...]
    total: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, PER_PAGE)


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """An absurdity on its way, for those it waits for."""

    slug: str
    sentence: str
    unit: str
    showing: str
    asked_on: date


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """What a unit is asked to agree to, and what the reader may do."""

    slug: str
    sentence: str
    text: str
    unit: str
    picture: str
    figures: Mapping[str, Any]
    found_on: date
    asked_on: date
    consent_on: date | None
    consent_post: str
    published_on: date | None
    mended_on: date | None
    mended_sentence: str
    trail: str
    trail_slug: str
    showing: str
    version: int
    decides: bool
    publishes: bool

    @property
    def moves(self) -> frozenset[Showing]:
        """Where it can go from here."""
        return SHOWING_MOVES[Showing(self.showing)]


_LINE = ("slug", "sentence", "text", "unit__name", "unit__slug", "published_on", "finding__found_on",
         "finding__figures", "mended_on", "mended_sentence", "mended_figures")  # fmt: skip


def absurdities(wanted: Wanted) -> AbsurdityList:
    """One page of what everybody may read, the newest first; two statements."""
    found = _wanted(wanted)
    total = found.count()
    number = min(wanted.page, pages_of(total, PER_PAGE))
    rows = found[(number - 1) * PER_PAGE : number * PER_PAGE].values_list(*_LINE)
    return AbsurdityList(Wanted(wanted.mended, number), tuple(AbsurdityLine(*row) for row in rows), total)


def all_absurdities(wanted: Wanted) -> tuple[AbsurdityLine, ...]:
    """The same without pages, for a file."""
    return tuple(AbsurdityLine(*row) for row in _wanted(wanted).values_list(*_LINE))


def absurdity_page(slug: str) -> AbsurdityPage | None:
    """One of those everybody may read."""
    columns = (*_LINE, "finding__picture", "mended_picture", "consent_on")
    row = published().filter(slug=slug).values_list(*columns).first()
    return AbsurdityPage(*row) if row else None


def document(absurdity: Absurdity) -> Doc:
    """What can be found of one that is published."""
    return Doc("absurdity", absurdity.slug, absurdity.sentence, texts=(absurdity.text, absurdity.mended_sentence))


def consents(actor: Actor) -> tuple[ConsentLine, ...]:
    """What is on its way, as far as it concerns the actor; what waits for somebody first."""
    rows = CONSENT.objects(actor).order_by("showing", "-asked_on", "-pk")
    return tuple(ConsentLine(*row) for row in rows.values_list("slug", "sentence", "unit__name", "showing", "asked_on"))


def consent_page(slug: str, actor: Actor) -> ConsentPage | None:
    """One on its way, if it concerns the actor."""
    found = CONSENT.objects(actor).select_related("unit", "finding__trail").filter(slug=slug).first()
    if found is None:
        return None
    same = ("slug", "sentence", "text", "asked_on", "consent_on", "consent_post", "published_on", "mended_on",
            "mended_sentence", "showing", "version")  # fmt: skip
    finding = found.finding
    return ConsentPage(
        **{name: getattr(found, name) for name in same},
        **{name: getattr(finding, name) for name in ("picture", "figures", "found_on")},
        unit=found.unit.name,
        trail=finding.trail.title,
        trail_slug=finding.trail.slug,
        decides=CONSENT.admits(actor, Verb.APPROVE, found.pk),
        publishes=CONSENT.admits(actor, Verb.PUBLISH, found.pk),
    )


def published() -> QuerySet[Absurdity]:
    """Those that everybody may smile about."""
    return Absurdity.objects.filter(showing=Showing.PUBLISHED)


def _wanted(wanted: Wanted) -> QuerySet[Absurdity]:
    found = published()
    if wanted.mended:
        found = found.filter(mended_on__isnull=wanted.mended != "ja")
    return found.order_by("-published_on", "-pk")
