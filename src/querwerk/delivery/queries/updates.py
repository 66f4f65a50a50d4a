"""What a lead is asked: the own projects with their rounds, and one project with all that may have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max

from querwerk.journal.actions import Actor
from querwerk.projects.lifecycle import State, confirmed_on, stale_months
from querwerk.projects.models import Draft, Project
from querwerk.projects.queries.drafts import open_drafts
from querwerk.projects.queries.sheet import Milestone, Sheet, sheet
from querwerk.structure.queries import house_rules

from .. import rules
from ..models import Answer, Period, Round, Statement, SupportRequest
from .periods import StatementPage, open_period, period_line_of, statement_page
from .rounds import ASKED_STATES

#: Milestones this near are asked about.
_NEAR = timedelta(days=60)
#: Texts of the sheet that a round asks about.
ASKED_TEXTS = ("phase", "next_steps")


@dataclass(frozen=True, slots=True)
class InRound:
    """A round a project is in, and what it answered there."""

    pk: int
    title: str
    body: str
    meets_on: date | None
    due_on: date
    kind: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A project as its lead, or the officer of its theme, finds it in the list."""

    slug: str
    name: str
    theme: str
    state: State
    version: int
    confirmed_on: date
    stale_months: int
    rounds: tuple[InRound, ...]
    stated_on: date | None
    approved_on: date | None
    approved_by: str
    asks_support: bool
    own: bool

    @property
    def open_rounds(self) -> list[InRound]:
        """Those in which an answer is still missing."""
        return [one for one in self.rounds if not one.kind]

    @property
    def due_on(self) -> date | None:
        return min((one.due_on for one in self.open_rounds), default=None)


@dataclass(frozen=True, slots=True)
class UpdatesPage:
    """Everything a person is asked about, and what they follow as an officer. ``period`` is the open one, if any."""

    own: list[OwnLine]
    followed: list[OwnLine]
    period: str


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """One project with all that an update asks about; ``drafts`` are texts on their way to the sheet."""

    sheet: Sheet
    version: int
    drafts: Mapping[str, Draft]
    rounds: tuple[InRound, ...]
    milestones: tuple[Milestone, ...]
    period: Period | None
    said: StatementPage | None

    @property
    def open_rounds(self) -> list[InRound]:
        return [one for one in self.rounds if not one.kind]

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts asked about: as they are on their way, else as they stand on the sheet."""
        return {name: self.drafts[name].text if name in self.drafts else self.shown[name] for name in ASKED_TEXTS}

    @property
    def shown(self) -> Mapping[str, str]:
        """The same texts as everybody reads them."""
        return {name: self.sheet.texts[name][0].text if name in self.sheet.texts else "" for name in ASKED_TEXTS}


def updates_page(actor: Actor, *, on: date) -> UpdatesPage:
    """What is asked of an actor, the nearest day first; the staff unit has the page of each round for that."""
    own = set(Project.objects.filter(thread__in=actor.reach_of("project_lead")).values_list("pk", flat=True))
    watched = rules.watched_by(actor).filter(state__in=ASKED_STATES)
    if not actor.reach_of("theme_officer"):
        watched = watched.filter(pk__in=own)
    rows: list[tuple[Any, ...]] = list(
        watched.annotate(confirmed=Max("confirmations__stated_on"))
        .order_by("theme__position", "name")
        .values_list("pk", "slug", "name", "theme__name", "state", "version", "updated_on", "confirmed")
    )
    pks = [row[0] for row in rows]
    in_rounds, period = _rounds_of(pks), open_period(on)
    statements = Statement.objects.filter(period=period, project__in=pks) if period else Statement.objects.none()
    written = statements.values_list("project_id", "stated_on", "approved_on", "approved_by")
    said: dict[int, Any] = {pk: rest for pk, *rest in written}
    asking = set(SupportRequest.objects.filter(project__in=pks, decision="open").values_list("project_id", flat=True))
    allowed = house_rules(on)["freshness_months"]
    lines = []
    for pk, slug, name, theme, state, version, changed, confirmed in rows:
        day = confirmed_on(changed, [confirmed] if confirmed else [], on=on)
        stale = stale_months(day, State(state), on=on, allowed=allowed)
        stated_on, approved_on, approved_by = said.get(pk, (None, None, ""))
        lines.append(
            OwnLine(slug, name, theme, State(state), version, day, stale, in_rounds.get(pk, ()),
                    stated_on, approved_on, approved_by, pk in asking, pk in own)
        )  # fmt: skip
    lines.sort(key=lambda line: line.due_on or date.max)
    return UpdatesPage(
        [line for line in lines if line.own], [line for line in lines if not line.own], period.label if period else ""
    )


def update_page(slug: str, actor: Actor, *, on: date) -> UpdatePage | None:
    """One project with what may have changed on it; None for a project that is not under way."""
    found = sheet(slug, actor, on=on, past=False)
    project = Project.objects.filter(slug=slug, state__in=ASKED_STATES).first()
    if found is None or project is None:
        return None
    near = [m for m in found.milestones if m.newest and not (m.actual or m.dropped_on)]
    near = [m for m in near if m.newest and (m.newest.span.last or m.newest.span.first) <= on + _NEAR]
    period = open_period(on)
    said = statement_page(period_line_of(period), slug, actor) if period else None
    drafts = open_drafts(project, actor)
    return UpdatePage(
        found, project.version, drafts, _rounds_of([found.pk]).get(found.pk, ()), tuple(near), period, said
    )


def _rounds_of(projects: list[int]) -> dict[int, tuple[InRound, ...]]:
    """The open rounds each project is in, the one that is due first first."""
    through = Round.projects.through.objects.filter(project__in=projects, round__closed_on=None)
    rows = list(
        through.order_by("round__due_on", "round_id").values_list(
            "project_id", "round_id", "round__title", "round__body__name", "round__meets_on", "round__due_on"
        )
    )
    answers = Answer.objects.filter(project__in=projects, round__in={row[1] for row in rows})
    said = {(a.project_id, a.round_id): (a.kind, a.answered_on) for a in answers}
    found: dict[int, list[InRound]] = defaultdict(list)
    for project, pk, title, body, meets_on, due_on in rows:
        kind, day = said.get((project, pk), ("", None))
        found[project].append(InRound(pk, title, body or "", meets_on, due_on, kind, day))
    return {project: tuple(rounds) for project, rounds in found.items()}
