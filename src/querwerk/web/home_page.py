"""What the home page tells in ten seconds: what the city changes, where it stands, what moved, what comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value, Window
from django.db.models.functions import Lag, RowNumber
from django.utils.translation import gettext_lazy as _

from querwerk.delivery.models import Period
from querwerk.journal.actions import Actor
from querwerk.projects.lifecycle import END_STATES, State
from querwerk.projects.models import Involvement, MilestoneDate, StateVersion
from querwerk.projects.rules import visible_to
from querwerk.structure.models import Theme

#: How a bar groups the states; the first name is the fill of the bar (see the style guide).
GROUPS: dict[str, frozenset[State]] = {
    "running": frozenset({State.RUNNING}),
    "delayed": frozenset({State.DELAYED, State.PARTLY_SUSPENDED}),
    "planned": frozenset({State.IDEA, State.CANDIDATE, State.PRIORITIZED, State.APPROVED, State.PUT_OFF}),
    "done": frozenset({State.COMPLETED, State.MADE_PERMANENT}),
    "ended": frozenset({State.REPLACED, State.STOPPED}),
}
#: The words beside the bars.
STATE_GROUPS = {
    "running": _("running"),
    "delayed": _("delayed"),
    "planned": _("planned or put off"),
    "done": _("completed or permanent"),
    "ended": _("replaced or stopped"),
}
_GROUP_OF = {state.value: group for group, states in GROUPS.items() for state in states}


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme and how many of its projects stand where (by the groups of :data:`GROUPS`)."""

    slug: str
    name: str
    counts: dict[str, int]
    running: tuple[tuple[str, str], ...]

    @property
    def projects(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A state that changed, or a milestone whose date moved back (then ``what`` names it)."""

    on: date
    slug: str
    project: str
    before: str
    after: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What comes next: a planned date of a body of the council, or a milestone (then ``body`` is empty)."""

    written: str
    last_on: date | None
    slug: str
    project: str
    what: str
    body: str


@dataclass(frozen=True)
class HomePage:
    """All that the home page shows.

    ``latest`` is the newest reporting period; ``since`` the newest one after which a date is known to have slipped
    (or, if none did, a state to have changed); ``moved`` and ``slipped`` hold what changed after it.
    """

    on: date
    themes: list[ThemeCard]
    latest: Period | None
    since: Period | None
    moved: list[Change]
    slipped: list[Change]
    due: list[Due]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many projects stand where, over all themes."""
        total: Counter[str] = Counter()
        for theme in self.themes:
            total.update(theme.counts)
        return {group: total[group] for group in GROUPS}

    @property
    def projects(self) -> int:
        return sum(self.counts.values())

    @property
    def newest(self) -> list[Change]:
        """The newest changes, some of each kind."""
        return sorted([*self.moved[:4], *self.slipped[:4]], key=lambda change: change.on, reverse=True)


def home_page(actor: Actor, *, on: date) -> HomePage:
    """The home page as this actor sees it on a day."""
    periods = list(Period.objects.filter(ends_on__lte=on).order_by("-ends_on")[:4])
    oldest = periods[-1].ends_on if len(periods) > 1 else date.min
    moved, said = _moved(actor, oldest, on), _said(actor, oldest, on)
    newest = max((change.on for change in moved), default=on)
    since, slipped = next((period for period in periods if period.ends_on < newest), None), []
    for period in periods:
        if slipped := _slipped(said, period.ends_on):
            since = period
            break
    return HomePage(
        on=on,
        themes=_themes(actor),
        latest=periods[0] if periods else None,
        since=since,
        moved=[change for change in moved if since and change.on > since.ends_on],
        slipped=slipped,
        due=_due(actor, on),
    )


def _themes(actor: Actor) -> list[ThemeCard]:
    themes: dict[int, tuple[str, str, Counter[str], list[tuple[str, str]]]] = {
        pk: (slug, name, Counter(), [])
        for pk, slug, name in Theme.objects.order_by("position", "name").values_list("pk", "slug", "name")
    }
    for theme, slug, name, state in visible_to(actor).order_by("name").values_list("theme_id", "slug", "name", "state"):
        counts, running = themes[theme][2:]
        group = _GROUP_OF[state]
        counts[group] += 1
        if group in ("running", "delayed"):
            running.append((slug, name))
    return [ThemeCard(slug, name, dict(counts), tuple(running)) for slug, name, counts, running in themes.values()]


def _moved(actor: Actor, since: date, on: date) -> list[Change]:
    """States that changed after a day, newest first."""
    before = Window(Lag("state"), partition_by="project_id", order_by=["stated_on", "id"])
    rows = (
        StateVersion.objects.filter(project__in=visible_to(actor), stated_on__lte=on)
        .annotate(before=before)
        .filter(Q(stated_on__gt=since), ~Q(before=F("state")))
        .order_by("-stated_on", "-id")
        .values_list("stated_on", "project__slug", "project__name", "before", "state")
    )
    return [Change(*row) for row in rows]


def _said(actor: Actor, since: date, on: date) -> dict[int, list[tuple[Any, ...]]]:
    """All planned dates, oldest first, of the open milestones about which something was said after a day."""
    dates = MilestoneDate.objects.filter(stated_on__lte=on)
    said = dates.filter(milestone=OuterRef("milestone"), kind=MilestoneDate.Kind.PLANNED, stated_on__gt=since)
    reached = dates.filter(milestone=OuterRef("milestone"), kind=MilestoneDate.Kind.ACTUAL)
    rows = (
        dates.filter(Exists(said), ~Exists(reached), kind=MilestoneDate.Kind.PLANNED)
        .filter(milestone__dropped_on=None, milestone__project__in=visible_to(actor))
        .order_by("stated_on", "id")
        .values_list(
            "milestone_id",
            "stated_on",
            "date",
            "first_on",
            "last_on",
            "milestone__name",
            "milestone__project__slug",
            "milestone__project__name",
        )
    )
    found: dict[int, list[tuple[Any, ...]]] = {}
    for milestone, *row in rows:
        found.setdefault(milestone, []).append(tuple(row))
    return found


def _slipped(said: dict[int, list[tuple[Any, ...]]], since: date) -> list[Change]:
    """Milestones whose date slipped after a day, newest first; the rule is that of the page of changes."""
    slips = []
    for rows in said.values():
        known = [row for row in rows if row[0] <= since]
        before, after = (known[-1] if known else rows[0]), rows[-1]
        was, now = before[3], after[3] or after[2]
        if after[0] > since and was is not None and now > was:
            on, written, _, _, what, slug, project = after
            slips.append(Change(on, slug, project, before[1], written, what))
    return sorted(slips, key=lambda slip: slip.on, reverse=True)


def _due(actor: Actor, on: date) -> list[Due]:
    """The next planned dates of the council and of milestones; a milestone that is the council's date shows once."""
    newest = Window(RowNumber(), partition_by="milestone_id", order_by=["-stated_on", "-id"])
    done = MilestoneDate.objects.filter(milestone=OuterRef("milestone"), kind=MilestoneDate.Kind.ACTUAL)
    going_on = visible_to(actor).exclude(state__in=END_STATES)
    of_project = F("milestone__project__slug"), F("milestone__project__name"), F("milestone__name")
    milestones = (
        MilestoneDate.objects.filter(milestone__dropped_on=None, milestone__project__in=going_on)
        .filter(~Exists(done))
        .annotate(place=newest)
        .filter(place=1, last_on__gte=on)
        .order_by()
        .values_list("date", "last_on", *of_project, Value(""))
    )
    council = (
        Involvement.objects.filter(planned=True, last_on__gte=on, project__in=going_on)
        .order_by()
        .values_list("date", "last_on", F("project__slug"), F("project__name"), "what", F("body__name"))
    )
    rows = [Due(*row) for row in council.union(milestones, all=True).order_by("last_on", "date")[:20]]
    treated = {(row.slug, row.written) for row in rows if row.body}
    return [row for row in rows if row.body or (row.slug, row.written) not in treated][:6]
