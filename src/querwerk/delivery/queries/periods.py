"""Periods with the state of their reports, and what projects said in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.projects.lifecycle import END_STATES
from querwerk.projects.rules import visible_to

from .. import rules
from ..access import STATEMENT
from ..models import Period, Report, Statement

PARTS = ("state", "successes", "lessons", "outlook", "needs")


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period as lists show it: published by a source, frozen here, or still a draft."""

    pk: int
    label: str
    starts_on: date
    ends_on: date
    paper: str
    title: str
    statements: int
    frozen_at: datetime | None
    sha256: str

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None


@dataclass(frozen=True, slots=True)
class Said:
    """What a project said for a period, in the order of :data:`PARTS`."""

    period: str
    stated_on: date
    sources: tuple[str, ...]
    approved_on: date | None
    approved_by: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Owed:
    """A project of a period and whether its statement is there."""

    slug: str
    name: str
    theme: str
    theme_name: str
    stated_on: date | None
    approved_on: date | None
    approved_by: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One project's statement for a period, with what was said last time."""

    project: str
    name: str
    theme_name: str
    now: Said | None
    before: Said | None


def periods(actor: Actor) -> list[PeriodLine]:
    """The periods an actor may see, newest first."""
    return _lines(rules.visible_to(actor, Period.objects.order_by("-ends_on")))


def _lines(found: QuerySet[Period]) -> list[PeriodLine]:
    rows = found.values_list(
        "pk", "label", "starts_on", "ends_on", "source__paper", "source__title", Count("statements"),
        "report__frozen_at", "report__sha256",
    )  # fmt: skip
    return [
        PeriodLine(pk, label, start, end, paper or "", title or "", count, frozen_at, sha256 or "")
        for pk, label, start, end, paper, title, count, frozen_at, sha256 in rows
    ]


def period_line(label: str, actor: Actor) -> PeriodLine | None:
    """One period, if the actor may see it."""
    return next((line for line in periods(actor) if line.label == label), None)


def spoken_line(label: str, actor: Actor) -> PeriodLine | None:
    """One period for whose statements the actor reads or writes."""
    return next((line for line in _lines(rules.spoken_for_by(actor, Period.objects.filter(label=label)))), None)


def period_line_of(period: Period) -> PeriodLine:
    """The line of a period that is at hand."""
    return _lines(Period.objects.filter(pk=period.pk))[0]


def open_period(on: date) -> Period | None:
    """The period that statements are written for on a day: the newest that has begun and is not frozen."""
    return Period.objects.filter(starts_on__lte=on, report=None, source=None).order_by("-ends_on").first()


def frozen(label: str) -> bytes | None:
    """The facts of a frozen report, exactly as stored."""
    facts = Report.objects.filter(period__label=label).values_list("facts", flat=True).first()
    return None if facts is None else bytes(facts)


def owed(period: PeriodLine, actor: Actor) -> list[Owed]:
    """Every project of a period that an actor speaks for or reads, with its statement or without: those under way
    until its end, and all that spoke."""
    statements = Statement.objects.filter(period=period.pk)
    said = {pk: rest for pk, *rest in statements.values_list("project_id", "stated_on", "approved_on", "approved_by")}
    rows = (
        STATEMENT.objects(actor, Verb.READ)
        .filter(first_seen_on__lte=period.ends_on, pk__in=visible_to(actor))
        .order_by("theme__position", "name")
        .values_list("pk", "slug", "name", "theme__slug", "theme__name", "state", "ended_on")
    )
    return [
        Owed(slug, name, theme, theme_name, *said.get(pk, (None, None, "")))
        for pk, slug, name, theme, theme_name, state, ended_on in rows
        if pk in said or state not in END_STATES or (ended_on is not None and ended_on >= period.starts_on)
    ]


def statement_page(period: PeriodLine, slug: str, actor: Actor) -> StatementPage | None:
    """What a project says for a period, beside what it said the last time before."""
    project = visible_to(actor).filter(slug=slug).values_list("slug", "name", "theme__name").first()
    if project is None:
        return None
    rows = list(
        Statement.objects.filter(project__slug=slug, period__ends_on__lte=period.ends_on)
        .order_by("-period__ends_on")
        .values_list("period__label", "stated_on", "sources", "approved_on", "approved_by", *PARTS)[:2]
    )
    said = [Said(row[0], row[1], tuple(row[2]), row[3], row[4], dict(zip(PARTS, row[5:], strict=True))) for row in rows]
    now = next((one for one in said if one.period == period.label), None)
    before = next((one for one in said if one.period != period.label), None)
    return StatementPage(*project, now, before)
