"""Every address of the house, with the rows it can be about: one's own, others', and none at all.

An address that is not named here is asked about a row that does not exist; one whose door asks about a row has to be
named here (``test_every_door_with_a_row_is_swept_with_rows``).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from querwerk.access import Thing
from querwerk.accounts.access import ACCOUNT
from querwerk.accounts.models import ClaimRule, Proposal, SecondFactor
from querwerk.delivery.access import REPORT
from querwerk.delivery.models import Loan, Round, SupportRequest
from querwerk.privacy.models import Export
from querwerk.projects.access import CANDIDATE, STEERING
from querwerk.projects.actions.withdraw import STEERED_LINES, withdraw
from querwerk.projects.views.verbs import VERBS
from querwerk.structure.models import Alias, Assignment, SteeringSeat, ThemeRole

from . import twin
from .answering import answering_rows
from .pool import pool_rows
from .rows import Also, Row, always
from .sprints import sprint_rows
from .teams import team_rows
from .trails import trail_rows
from .ways import way_rows
from .world import World, states


@dataclass(frozen=True, slots=True)
class Address:
    """One address of one row, in both languages."""

    name: str
    row: Row
    path: str
    english: str = field(compare=False)


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The name and pattern of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}", pattern


def addresses(world: World, only: Iterable[str] = ()) -> list[Address]:
    """All addresses of the house (or those of some names), each with each of its rows."""
    known, found = rows(world), []
    wanted = set(only)
    for name, pattern in patterns():
        if wanted and name not in wanted:
            continue
        for row in known.get(name) or [_nothing(pattern)]:
            path = reverse(name, kwargs=row.parts) + row.query
            with override("en"):
                found.append(Address(name, row, path, reverse(name, kwargs=row.parts) + row.query))
    return found


_SAMPLES = {"SlugConverter": "gibt-es-nicht", "StringConverter": "json", "IntConverter": 987_654_321,
            "UUIDConverter": "00000000-0000-4000-8000-000000000000", "PathConverter": "x"}  # fmt: skip


def _nothing(pattern: URLPattern) -> Row:
    converters = pattern.pattern.converters
    parts = {key: _SAMPLES[type(converter).__name__] for key, converter in converters.items()}
    return Row("nothing", parts, exists=None)


def rows(world: World) -> dict[str, list[Row]]:
    """name of an address -> what it is asked about."""
    found: dict[str, list[Row]] = {
        name: _projects(world) for name in ("projects:detail", "projects:data", "projects:edit")
    }
    found["projects:detail"] += [
        Row(f"former name of {name}", {"slug": slug}, name, also=_seen(name))
        for name, project in world.projects.items()
        for slug in Alias.objects.filter(kind="project", target=project.slug).values_list("slug", flat=True)
    ]
    found["projects:data"] += [Row("past", row.parts, row.about, row.exists, row.also, "?stand=2024-12-31")
                               for row in found["projects:data"]]  # fmt: skip
    found["projects:say"], found["projects:say_about"] = _verbs(world)
    found["projects:decide"] = [
        *(Row(about, {"number": number}, about, also=_seen_all(about))
          for number, about in enumerate(("in-running", "in-candidate", "out-candidate", "out-declined"), 1)),
        Row("none", {"number": 99}, exists=False),
    ]  # fmt: skip
    found["projects:theme"] = [Row(side, {"slug": f"{side}-theme"}) for side in ("in", "out")] + [
        Row("none", {"slug": "gibt-es-nicht"}, exists=False)
    ]
    found |= _structure(world) | _delivery(world) | _accounts(world) | _texts(world)
    found |= (
        answering_rows(world)
        | pool_rows(world)
        | sprint_rows(world)
        | team_rows(world)
        | trail_rows(world)
        | way_rows(world, _seen)
    )
    return found


# -- projects


def _seen(name: str) -> Also:
    """Whether a project is the actor's to see: public, or a candidate within reach."""
    return lambda world, actor: (
        states()[name] or twin.may(CANDIDATE, world.roles(actor), "R", world.within(actor, name))
    )


def _seen_all(name: str) -> Also:
    """A contradiction about candidates is shown without them; about nothing else, to those who see them."""
    return always


def _projects(world: World) -> list[Row]:
    found = [Row(name, {"slug": project.slug}, name, also=_seen(name)) for name, project in world.projects.items()]
    return [*found, Row("none", {"slug": "gibt-es-nicht"}, exists=False)]


def steered(verb: str) -> bool:
    """Whether the action behind a verb asks for the steering of a project, by its own text."""
    action = VERBS[verb].action
    function, words = getattr(action, "func", action), getattr(action, "keywords", {})
    if function is withdraw:
        return words["kind"] in STEERED_LINES
    return "STEERING" in inspect.getsource(function)


def _verbs(world: World) -> tuple[list[Row], list[Row]]:
    """Every verb of a sheet, about each project; those about a row also about the row of another project."""
    whole, about = [], []
    for slug, verb in VERBS.items():
        for name, project in world.projects.items():
            parts = {"slug": project.slug, "verb": slug}
            also = _said(name, slug)
            if verb.rows is None:
                whole.append(Row(f"{slug} of {name}", parts, name, also=also))
                continue
            own = verb.rows(project).values_list("pk", flat=True).first()
            other = verb.rows(world.projects[_other(name)]).values_list("pk", flat=True).first()
            if own is not None:
                about.append(Row(f"{slug} of {name}", {**parts, "pk": own}, name, also=also))
            if other is not None and name in ("in-running", "out-running"):
                about.append(Row(f"{slug} of {name}, a stranger's row", {**parts, "pk": other}, name, exists=False))
    whole.append(Row("no such verb", {"slug": world.projects["in-running"].slug, "verb": "gibt-es-nicht"}, "in-running",
                     exists=False))  # fmt: skip
    whole.append(Row("none", {"slug": "gibt-es-nicht", "verb": "starten"}, exists=False))
    return whole, about


def _other(name: str) -> str:
    return {"in": "out-running", "out": "in-running"}[name.partition("-")[0]]


def _said(name: str, verb: str) -> Also:
    needs = steered(verb)
    return lambda world, actor: (
        _seen(name)(world, actor)
        and (not needs or twin.may(STEERING, world.roles(actor), "E", world.within(actor, name)))
    )


# -- structure and delivery


def _structure(world: World) -> dict[str, list[Row]]:
    units = [Row(name, {"slug": unit.slug}) for name, unit in world.units.items()]
    none = Row("none", {"slug": "gibt-es-nicht"}, exists=False)
    themes = [Row(side, {"slug": f"{side}-theme"}, side) for side in ("in", "out")]
    roles = {side: ThemeRole.objects.filter(theme=theme).values_list("pk", flat=True)[0]
             for side, theme in world.themes.items()}  # fmt: skip
    ending = [
        Row(side, {"slug": f"{side}-theme", "verb": "rolle-beenden", "pk": pk}, side) for side, pk in roles.items()
    ]
    stranger = {"slug": "in-theme", "verb": "rolle-beenden", "pk": roles["out"]}
    return {
        "structure:unit": [*units, none],
        "structure:theme": [*themes, none],
        "structure:say": [*(Row(row.label, {**row.parts, "verb": "eintrag-ergaenzen"}, row.about) for row in themes),
                          Row("none", {"slug": "in-theme", "verb": "gibt-es-nicht"}, exists=False)],
        "structure:say_about": [*ending, Row("stranger", stranger, exists=False)],
        "structure:keep": [
            Row("unit", {"verb": "einheit-umbenennen", "slug": "in-office"}),
            Row("theme", {"verb": "thema-umbenennen", "slug": "out-theme"}),
            Row("post", {"verb": "posten-besetzen", "slug": "mayor-post"}),
            Row("none", {"verb": "gibt-es-nicht", "slug": "in-office"}, exists=False),
        ],
        "structure:leave_seat": _numbered(SteeringSeat),
        "structure:vacate": [
            Row("somebody", {"pk": Assignment.objects.values_list("pk", flat=True).first()}),
            Row("none", {"pk": 987_654_321}, exists=False),
        ],
    }  # fmt: skip


def _delivery(world: World) -> dict[str, list[Row]]:
    def read(world: World, actor: str) -> bool:
        return twin.may(REPORT, world.roles(actor), "B", "")

    def period(extra: dict[str, Any]) -> list[Row]:
        return [
            Row("closed", {"label": "2025", **extra}),
            Row("open", {"label": "2099", **extra}, also=read),
            Row("none", {"label": "1900", **extra}, exists=False),
        ]

    statements = [
        Row(f"{label} {name}", {"label": year, "slug": project.slug}, name, also=_seen(name))
        for label, year in (("closed", "2025"), ("open", "2099"))
        for name, project in world.projects.items()
    ]
    nowhere = Row("none", {"label": "2099", "slug": "gibt-es-nicht"}, exists=False)
    some = [Row(row.label, row.parts, row.about, None if states().get(row.about, False) is False else True)
            for row in _projects(world)]  # fmt: skip
    return {
        **{f"delivery:{name}": period({}) for name in ("report", "freeze")},
        "delivery:statements": [Row(row.label, row.parts, row.about, row.exists) for row in period({})],
        "delivery:file": period({"form": "json"}),
        "delivery:statement": [*statements, nowhere],
        "delivery:approve": [*statements, nowhere],
        **{f"delivery:{name}": some for name in ("update", "unchanged", "ask_support")},
        **{f"delivery:{name}": _numbered(Round) for name in ("round", "remind", "close_round", "round_export")},
        "delivery:end_loan": _numbered(Loan),
        "delivery:decide_support": _numbered(SupportRequest),
    }


def _numbered(model: Any) -> list[Row]:
    """One row of a table by its number, and a number that none has."""
    some = Row("one", {"pk": model.objects.values_list("pk", flat=True).first()})
    return [some, Row("none", {"pk": 987_654_321}, exists=False)]


def _texts(world: World) -> dict[str, list[Row]]:
    """Texts on their way and notes: of one's own project, of others, by somebody else, of nobody."""
    none = {"thread": "00000000-0000-4000-8000-000000000000"}
    drafts = [Row(name, {"thread": draft.thread}, name, also=_seen_draft(name)) for name, draft in world.drafts.items()]
    drafts.append(Row("none", none, exists=False))
    notes = [
        Row(name, {"slug": note.project.slug, "pk": note.pk}, name, also=lambda world, actor: actor == "project_lead")
        for name, note in world.notes.items() if name in world.projects
    ]  # fmt: skip
    foreign = world.notes["another's"]
    notes.append(Row("another's", {"slug": foreign.project.slug, "pk": foreign.pk}, "in-running", exists=False))
    return {
        "projects:write": [Row(row.label, {**row.parts, "text": "ergebnisse"}, row.about, row.exists, row.also)
                           for row in _projects(world)],
        "projects:draft": drafts,
        "projects:draft_edit": [Row(row.label, row.parts, row.about, row.exists and None) for row in drafts],
        "projects:draft_step": [
            *(Row(row.label, {**row.parts, "step": "einreichen"}, row.about, row.exists, row.also) for row in drafts),
            Row("no such step", {"thread": world.drafts["in-running"].thread, "step": "x"}, "in-running", exists=False),
        ],
        "projects:note": _projects(world),
        "projects:withdraw_note": notes,
    }  # fmt: skip


def _seen_draft(name: str) -> Also:
    return _seen(name) if name in states() else always


def _accounts(world: World) -> dict[str, list[Row]]:
    """Accounts within and outside the units of the administrator; what belongs to somebody, and to others."""

    def within(thing: Thing, letter: str, about: str) -> Also:
        return lambda world, actor: twin.may(thing, world.roles(actor), letter, world.within(actor, about))

    def kept(letter: str, parts: Callable[[str], dict[str, Any]], none: dict[str, Any]) -> list[Row]:
        sides = [Row(side, parts(side), side, also=within(ACCOUNT, letter, side)) for side in ("in", "out")]
        return [*sides, Row("none", none, exists=False)]

    def name(side: str) -> str:
        return world.accounts[{"in": "mayor", "out": "outsider"}[side]].username

    def held(model: Any, side: str, path: str) -> int:
        post = world.posts[{"in": "mayor", "out": "outsider"}[side]]
        pk: int = model.objects.filter(**{path: post}).values_list("pk", flat=True)[0]
        return pk

    nobody, lock = {"username": "gibt-es-nicht"}, {"verb": "sperren"}
    factors = [
        Row(f"{owner}'s", {"pk": pk}, owner, exists=None)  # refused with a sentence, on one's own page
        for owner in ("mayor", "resident")
        for pk in SecondFactor.objects.filter(account=world.accounts[owner]).values_list("pk", flat=True)
    ]
    exports = [Row(f"{owner}'s", {"pk": Export.objects.get(account=world.accounts[owner]).pk}, owner)
               for owner in ("mayor", "resident")]  # fmt: skip
    return {
        "accounts:account": kept("R", lambda side: {"username": name(side)}, nobody),
        "accounts:say": kept("E", lambda side: {"username": name(side), **lock}, {**nobody, **lock}),
        "accounts:end_post": kept("E", lambda side: {"pk": held(Assignment, side, "post")}, {"pk": 987_654_321}),
        "accounts:decide": kept("A", lambda side: {"pk": held(Proposal, side, "post")}, {"pk": 987_654_321}),
        "accounts:unlink_claim": kept("E", lambda side: {"pk": held(ClaimRule, side, "post")}, {"pk": 987_654_321}),
        "accounts:remove_factor": factors,
        "privacy:fetch": exports,
    }
