"""Holes to make on purpose: what a forgotten check, a swapped scope, a shared page would look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpResponse

from querwerk import access
from querwerk.access import Door, Role, Scope, Thing, Verb, _cell
from querwerk.delivery import rules as delivery_rules
from querwerk.delivery.access import REPORT, STATEMENT
from querwerk.journal.actions import Actor
from querwerk.projects.access import CANDIDATE, CONTRADICTION, PROJECT, STEERING
from querwerk.projects.models import Project
from querwerk.projects.queries import children, sheet
from querwerk.projects.views import editing, verbs
from querwerk.projects.views import sheet as sheet_view
from querwerk.structure.access import LINE
from querwerk.web import acting as acting_module
from querwerk.web import middleware
from querwerk.web.access import LOG, TABLE
from tests.factories import forget

from .planting import START
from .world import World

Patch = pytest.MonkeyPatch
#: Where most holes show.
SHEET = ("projects:edit", "projects:detail")


@dataclass(frozen=True, slots=True)
class Hole:
    """One way to get it wrong, and the corner of the house the sweep looks at for it."""

    name: str
    make: Callable[[Patch, World], None]
    names: tuple[str, ...] = SHEET
    actors: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("GET",)

    def mend(self) -> None:
        """Forgets what the house remembered while the hole was open."""
        _forget()


def _forget() -> None:
    access._scopes.cache_clear()
    access._within.cache_clear()
    for remembered in (sheet._project, children._statement):
        remembered.cache_clear()
    forget()


def _widened(thing: Thing, **cells: str) -> Callable[[Patch, World], None]:
    """A row of the matrix with other cells."""

    def make(patch: Patch, world: World) -> None:
        rights = {**thing.rights, **{Role(role): _cell(cell) for role, cell in cells.items()}}
        held: Mapping[Any, Any] = thing.rights
        object.__setattr__(thing, "rights", rights)
        patch._setattr.append((_Attribute(thing), "rights", held))  # type: ignore[arg-type]
        _forget()

    return make


class _Attribute:
    """Lets a patch put the field of a frozen thing back."""

    def __init__(self, thing: Thing) -> None:
        object.__setattr__(self, "thing", thing)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self.thing, name, value)


def _patched(owner: Any, name: str, value: Any) -> Callable[[Patch, World], None]:
    def make(patch: Patch, world: World) -> None:
        patch.setattr(owner, name, value)
        _forget()

    return make


def _path(thing: Thing, scope: Scope, path: str) -> Callable[[Patch, World], None]:
    def make(patch: Patch, world: World) -> None:
        patch.setitem(thing.paths, scope, path)  # type: ignore[arg-type]
        _forget()

    return make


def _door(name: str, **other: Any) -> Callable[[Patch, World], None]:
    def make(patch: Patch, world: World) -> None:
        patch.setitem(TABLE, name, replace(TABLE[name], **other))  # type: ignore[arg-type]
        _forget()

    return make


def _inherits(higher: str, lower: str) -> Callable[[Patch, World], None]:
    """A role that has the rights of another beside its own."""

    def make(patch: Patch, world: World) -> None:
        known = access._known
        patch.setattr(access, "_known", lambda roles: known(frozenset(roles) | ({lower} if higher in roles else set())))
        _forget()

    return make


def _actor(change: Callable[[Actor], Actor]) -> Callable[[Patch, World], None]:
    """Log-ins that are somebody else than their posts say."""

    def make(patch: Patch, world: World) -> None:
        real = middleware.acting
        patch.setattr(middleware, "acting", lambda account, **when: change(real(account, **when)))

    return make


def _on_another_day(patch: Patch, world: World) -> None:
    real = acting_module.acting
    day = max(START, date(2021, 1, 1))
    patch.setattr(middleware, "acting", lambda account, **when: real(account, **{**when, "on": day}))


def _unchecked(methods: tuple[str, ...]) -> Callable[[Patch, World], None]:
    """A door that asks nothing when the request comes by certain methods."""

    def make(patch: Patch, world: World) -> None:
        asks = Door.admits
        now: dict[str, str] = {}
        real = middleware._actor

        def noted(request: Any, service: Any) -> Actor:
            now["method"] = request.method
            return real(request, service)

        def admits(door: Door, actor: Any, **parts: Any) -> bool:
            str(actor.account)
            return now.get("method") in methods or asks(door, actor, **parts)

        patch.setattr(middleware, "_actor", noted)
        patch.setattr(Door, "admits", admits)

    return make


def _shared_cache(patch: Patch, world: World) -> None:
    """The page cache no longer looks whether somebody is logged in."""

    class Settings:
        SESSION_COOKIE_NAME = "another"

        def __getattr__(self, name: str) -> Any:
            from django.conf import settings

            return getattr(settings, name)

    patch.setattr(middleware, "settings", Settings())
    patch.setattr(middleware, "_may_be_kept", lambda request, response: response.status_code == 200)
    _forget()


def _everything(actor: Actor) -> Any:
    return Project.objects.all()


HOLES = (
    Hole("no door asks", _patched(Door, "admits", lambda door, actor, **parts: True)),
    Hole("every door is public", _patched(Door, "public", property(lambda door: True))),
    Hole("a narrow scope counts as everywhere", _patched(Thing, "where", lambda *a, **k: Q())),
    Hole("a refusal answers 200", _patched(middleware, "page_not_found", lambda *a: HttpResponse("no"))),
    Hole("the log-in is not asked for", _patched(middleware, "redirect_to_login", lambda *a: HttpResponse("in"))),
    Hole("HEAD passes", _unchecked(("HEAD",)), methods=("HEAD",)),
    Hole("OPTIONS passes", _unchecked(("OPTIONS",)), methods=("OPTIONS",)),
    Hole("POST passes", _unchecked(("POST",)), methods=("POST",)),
    Hole("DELETE passes", _unchecked(("DELETE",)), methods=("DELETE",)),
    Hole("the lead edits every project", _widened(PROJECT, project_lead="LRXE")),
    Hole("the lead edits nothing", _widened(PROJECT, project_lead="LRX")),
    Hole("the office head edits too", _widened(PROJECT, office_head="LRX E_a")),
    Hole("employees edit", _widened(PROJECT, employee="LRXE")),
    Hole("the auditor sees candidates", _widened(CANDIDATE, auditor="LR")),
    Hole("everybody sees candidates", _widened(CANDIDATE, anyone="LR")),
    Hole("the mayor sees no candidate", _widened(CANDIDATE, mayor="")),
    Hole("the lead steers", _widened(STEERING, project_lead="LRE"), ("projects:say",)),
    Hole("the lead writes for the report", _widened(STATEMENT, project_lead="LRCE"), ("delivery:statement",)),
    Hole("the auditor freezes reports", _widened(REPORT, auditor="LRXCEB"), ("delivery:freeze",)),
    Hole("the administrator keeps the line", _widened(LINE, administrator="LRCE"), ("structure:posts",)),
    Hole("everybody decides contradictions", _widened(CONTRADICTION, resident="LRE"), ("projects:decide",)),
    Hole("employees read the log", _widened(LOG, employee="LRX"), ("log", "log_export")),
    Hole("team means theme", _path(PROJECT, Scope.TEAM, "theme__thread")),
    Hole("theme means project", _path(PROJECT, Scope.THEME, "thread")),
    Hole("office means theme", _path(CANDIDATE, Scope.OFFICE, "theme__thread"), ("projects:detail",)),
    Hole("the mayor inherits from the staff unit", _inherits("mayor", "staff_unit")),
    Hole("residents inherit from the mayor", _inherits("resident", "mayor"), ("projects:detail",)),
    Hole("the door of a sheet forgets its row", _door("projects:edit", row=None), ("projects:edit",)),
    Hole("the door of a verb forgets its row", _door("projects:say", row=None), ("projects:say",), ("project_lead",)),
    Hole("a door asks for reading where one edits", _door("structure:posts", verb=Verb.READ), ("structure:posts",)),
    Hole("a door leads to the wrong thing", _door("projects:decide", thing=PROJECT), ("projects:decide",)),
    Hole("the sheet forgets visible_to", _patched(sheet, "visible_to", _everything)),
    Hole("a former name forgets visible_to", _patched(sheet_view, "visible_to", _everything)),
    Hole("the deputy mayor edits", _widened(PROJECT, deputy_mayor="LRX E_d"), ("projects:edit",)),
    Hole(
        "open periods are everybody's", _patched(delivery_rules, "may_deliver", lambda actor: True),
        ("delivery:report",),
    ),
    Hole("leads say verbs of steering", _patched(editing, "open_to", lambda slug, actor: True), ("projects:say",)),
    Hole(
        "a verb takes the row of another project",
        _patched(editing, "subject", lambda verb, project, pk: _any_row(verb, pk)), ("projects:say_about",),
        ("staff_unit",),
    ),
    Hole("posts that ended still count", _on_another_day, ("projects:edit", "structure:posts"), ("former",)),
    Hole(
        "a disabled account still counts", _patched(ModelBackend, "user_can_authenticate", lambda self, user: True),
        ("projects:edit",), ("disabled",),
    ),
    Hole(
        "without a post one is the staff unit",
        _patched(acting_module, "_without_post", lambda account: "staff_unit"), ("projects:edit",), ("partner",),
    ),
    Hole("everybody holds every role", _actor(lambda actor: replace(actor, roles=frozenset(Role)))),
    Hole("pages of the logged in are kept for all", _shared_cache, ("projects:detail",), ("staff_unit", "anyone")),
)  # fmt: skip


def _any_row(verb: Any, pk: int | None) -> Any:
    """A row by its number alone, whosever it is."""
    if verb.rows is None or pk is None:
        return None
    for project in Project.objects.all():
        if (row := verb.rows(project).filter(pk=pk).first()) is not None:
            return row
    raise LookupError


__all__ = ["HOLES", "Hole", "verbs"]
