"""Teams as their pages show them: who is in them only to those who work there, lead through the sprint, or run it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from querwerk.journal.actions import Actor
from querwerk.structure.models import Account
from querwerk.tables import pages_of

from ..lifecycle import BELONGS, Part, Standing, State, heaviest, may_begin
from ..models import Membership, Opening, Release, Team
from ..rules import may_join, may_lead, reads_idea, sees_people, visible_to

PER_PAGE = 30
_BELONGING = sorted(standing.value for standing in BELONGS)
_SHOWN = [*_BELONGING, Standing.ASKED.value, Standing.REQUESTED.value]


def teams_to_join(ideas: Collection[UUID], actor: Actor) -> dict[UUID, str]:
    """The teams that carry out these ideas and that an actor may ask to join: thread of the idea -> address."""
    if not ideas or not may_join(actor):
        return {}
    found = visible_to(actor).filter(idea__thread__in=ideas).exclude(state=State.ENDED)
    return dict(found.values_list("idea__thread", "slug"))


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team of the list; ``own`` is the state of the reader's own place in it."""

    slug: str
    name: str
    purpose: str
    state: str
    formed_on: date
    own: str


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """What a team still needs."""

    pk: int
    needs: str
    share: int | None
    begins_on: date | None
    ends_on: date | None
    slug: str
    team: str


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """The list: one's own teams, what teams still need, all teams."""

    mine: tuple[TeamLine, ...]
    openings: tuple[OpeningLine, ...]
    lines: tuple[TeamLine, ...]
    total: int
    page: int
    state: str
    load: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, PER_PAGE)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team. ``who`` is a name only where the reader may know it; the unit always is a unit."""

    pk: int
    who: str
    unit: str
    part: str
    standing: str
    share: int | None
    begins_on: date | None
    ends_on: date | None
    words: str
    named: bool
    own: bool

    @property
    def belongs(self) -> bool:
        return self.standing in _BELONGING


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """What the line was asked about one's own place, and what it answered."""

    pk: int
    level: str
    asked: str
    asked_on: date
    asked_share: int
    asked_from: date
    asked_until: date
    answer: str
    share: int | None
    begins_on: date | None
    ends_on: date | None
    reason: str
    answered_on: date | None
    answered_post: str


@dataclass(frozen=True, slots=True)
class IdeaOf:
    """The idea a team carries out, with its sprint."""

    pk: int
    title: str
    text: str
    way_out: str
    first_step: str
    first_step_on: date | None
    sprint: str
    sprint_slug: str
    sprint_state: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A team as one reader sees it."""

    pk: int
    thread: UUID
    slug: str
    name: str
    purpose: str
    state: str
    formed_on: date
    ended_on: date | None
    thanks: str
    learned: str
    idea: IdeaOf | None
    people: tuple[Member, ...]
    openings: tuple[OpeningLine, ...]
    partners: tuple[tuple[int, str, str], ...]
    own: Member | None
    releases: tuple[ReleaseLine, ...]
    sees_people: bool
    leads: bool
    may_join: bool
    load: int

    @property
    def waits(self) -> bool:
        """Whether the line still owes an answer."""
        return any(not release.answer for release in self.releases)

    @property
    def can_begin(self) -> bool:
        return may_begin(Part(one.part) for one in self.people if one.belongs)

    @property
    def inside(self) -> int:
        """How many of the few places are taken."""
        return sum(one.belongs and one.part != Part.EXPERT for one in self.people)


def team_list(actor: Actor, *, state: str = "", page: int = 1, on: date) -> TeamsPage:
    """The list of teams; at most five statements."""
    found = visible_to(actor)
    mine = dict(Membership.objects.filter(account__username=actor.account).values_list("team__slug", "standing"))
    kept = {slug: standing for slug, standing in mine.items() if standing in _SHOWN}
    wanted = found.filter(state=state) if state else found.exclude(state=State.ENDED.value)
    columns = ("slug", "name", "purpose", "state", "formed_on")
    rows = wanted.order_by("-formed_on", "-pk").values_list(*columns)
    total, start = wanted.count(), (page - 1) * PER_PAGE
    own = found.filter(slug__in=kept).exclude(state=State.ENDED.value).order_by("name").values_list(*columns)
    openings = Opening.objects.filter(closed_on=None, team__in=found.exclude(state=State.ENDED.value))
    return TeamsPage(
        mine=tuple(_line(row, kept) for row in own),
        openings=_openings(openings.order_by("-pk")[:PER_PAGE]),
        lines=tuple(_line(row, kept) for row in rows[start : start + PER_PAGE]),
        total=total, page=page, state=state, load=load_of(actor.account, on=on),
    )  # fmt: skip


def team_page(slug: str, actor: Actor, *, on: date) -> TeamPage | None:
    """One team; None when there is none at this address that the reader may see."""
    team = visible_to(actor).select_related("idea__sprint").filter(slug=slug).first()
    if team is None:
        return None
    open_to_reader = sees_people(actor, team)
    people = _people(team, actor, open_to_reader)
    own = next((one for one in people if one.own), None)
    openings = Opening.objects.filter(team=team, closed_on=None).order_by("pk")
    return TeamPage(
        pk=team.pk, thread=team.thread, slug=team.slug, name=team.name, purpose=team.purpose, state=team.state,
        formed_on=team.formed_on, ended_on=team.ended_on, thanks=team.thanks, learned=team.learned,
        idea=_idea(team) if open_to_reader and reads_idea(actor, team) else None, people=people,
        openings=_openings(openings),
        partners=tuple(team.partners.order_by("organization").values_list("pk", "organization", "brings")),
        own=own, releases=_releases(own) if own else (), sees_people=open_to_reader, leads=may_lead(actor, team),
        may_join=may_join(actor) and team.state != State.ENDED and (own is None or own.standing not in _SHOWN),
        load=load_of(actor.account, on=on) if own else 0,
    )  # fmt: skip


def load_of(username: str, *, on: date) -> int:
    """The largest sum of shares somebody is released for at the same time, from a day on; for their own eyes, and for
    the superior's where the house has switched that on."""
    spells = Membership.objects.filter(
        account__username=username, standing__in=_BELONGING, team__ended_on=None,
        share__isnull=False, begins_on__isnull=False, ends_on__gte=on,
    ).values_list("share", "begins_on", "ends_on")  # fmt: skip
    return heaviest((share, start, end) for share, start, end in spells if share and start and end) if username else 0


def askable(**about: Any) -> Account | None:
    """An account that can be asked to join: people of the house and experts from outside."""
    kinds = (Account.Kind.EMPLOYEE, Account.Kind.EXTERNAL)
    return Account.objects.filter(is_active=True, kind__in=kinds, **about).first()


def _people(team: Team, actor: Actor, seen: bool) -> tuple[Member, ...]:
    """Everybody with a place for those who see them; for others the units of those who belong, and one's own row."""
    rows = team.memberships.filter(standing__in=[*_SHOWN, Standing.REFUSED.value]).order_by("pk")
    found = []
    for row in rows.select_related("account__person", "post__unit"):
        own = row.account.username == actor.account
        if not own and (row.standing == Standing.REFUSED or (not seen and row.standing not in _BELONGING)):
            continue
        known = own or seen
        found.append(
            Member(
                row.pk, name_of(row) if known or row.named else "", row.post.unit.short if row.post else "", row.part,
                row.standing, row.share if known else None, row.begins_on if known else None,
                row.ends_on if known else None, row.words if known else "", row.named, own,
            )
        )  # fmt: skip
    order = [Part.LEAD, Part.MEMBER, Part.EXPERT]
    return tuple(sorted(found, key=lambda one: (not one.belongs, order.index(Part(one.part)), one.pk)))


def name_of(place: Membership) -> str:
    """How somebody in a team is called."""
    person = place.account.person
    return person.name if person else place.account.username


def _idea(team: Team) -> IdeaOf | None:
    idea = team.idea
    if idea is None:
        return None
    sprint = idea.sprint
    return IdeaOf(idea.pk, idea.title, idea.text, idea.way_out, idea.first_step, idea.first_step_on, sprint.title,
                  sprint.slug, sprint.state)  # fmt: skip


def _releases(own: Member) -> tuple[ReleaseLine, ...]:
    rows = Release.objects.filter(membership=own.pk).select_related("superior").order_by("-asked_on", "pk")
    return tuple(
        ReleaseLine(
            row.pk, row.level, row.superior.title if row.superior else "", row.asked_on, row.asked_share,
            row.asked_from, row.asked_until, row.answer, row.share, row.begins_on, row.ends_on, row.reason,
            row.answered_on, row.answered_post,
        )
        for row in rows
    )  # fmt: skip


def _line(row: tuple[Any, ...], own: dict[str, str]) -> TeamLine:
    slug, name, purpose, state, formed_on = row
    return TeamLine(slug, name, purpose, state, formed_on, own.get(slug, ""))


def _openings(rows: QuerySet[Opening]) -> tuple[OpeningLine, ...]:
    columns = ("pk", "needs", "share", "begins_on", "ends_on", "team__slug", "team__name")
    return tuple(OpeningLine(*row) for row in rows.values_list(*columns))
