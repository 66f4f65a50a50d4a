"""The words of the access table: who may do which verb to which thing, and how far.

Each slice writes its part in ``<slice>/access.py``: its *things* (the rows of the matrix) and its *doors* (which
address leads to which thing, with which verb). ``web/access.py`` collects them; the middleware, the querysets of
``rules.py``, the page "Who may do what?", the reference document and the tests all read the same rows.

A cell is written as in the matrix: letters of verbs, then how far. ``"LR E_t"`` lists and reads all, and edits what
belongs to the team; ``"LREB"`` does all four to everything; a role that is not named may nothing. Higher posts inherit
nothing: each column is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

from querwerk.journal.actions import Actor
from querwerk.prepared import Prepared, Slot


class Role(StrEnum):
    """The sixteen actors. A person with several posts is several of them at once."""

    ANYONE = "anyone"  # not logged in
    RESIDENT = "resident"  # registered, e-mail confirmed; also guests and outside experts
    EMPLOYEE = "employee"
    ALLY = "ally"
    FACILITATOR = "facilitator"
    PROJECT_LEAD = "project_lead"
    THEME_OFFICER = "theme_officer"
    OFFICE_HEAD = "office_head"
    DEPUTY_MAYOR = "deputy_mayor"
    MAYOR = "mayor"
    COUNCILLOR = "councillor"
    STAFF_UNIT = "staff_unit"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"  # another installation, a machine
    AUDITOR = "auditor"  # staff council, data protection officer
    SYSTEM = "system"  # the worker


#: Who works in the administration, in whatever post; councillors, administrators and auditors stand beside it.
STAFF = frozenset(
    {
        Role.EMPLOYEE,
        Role.ALLY,
        Role.FACILITATOR,
        Role.PROJECT_LEAD,
        Role.THEME_OFFICER,
        Role.OFFICE_HEAD,
        Role.DEPUTY_MAYOR,
        Role.MAYOR,
        Role.STAFF_UNIT,
    }
)


class Verb(StrEnum):
    LIST = "L"
    READ = "R"
    PRIVATE = "P"  # reads private fields
    CREATE = "C"
    EDIT = "E"
    WITHDRAW = "D"
    PUBLISH = "B"
    APPROVE = "A"
    DELEGATE = "G"
    MODERATE = "M"
    EXPORT = "X"


class Scope(StrEnum):
    """How far a right reaches; the letters of the matrix."""

    ALL = "*"
    OWN = "o"  # what one wrote or is
    TEAM = "t"  # my project, my sprint
    THEME = "c"  # my theme
    OFFICE = "a"  # my office
    DEPARTMENT = "d"  # my department
    AGGREGATE = "k"  # counts alone, from the minimum group on


#: From a thing to the key a scope is about, perhaps with what has to hold on the way.
Path = str | tuple[str, Q]

_LETTERS = {verb.value: verb for verb in Verb}
Rights = Mapping[Verb, frozenset[Scope]]


@dataclass(frozen=True, slots=True)
class Seal:
    """Rows that a right to all of them does not reach, unless the actor holds the key: a thread within their reach."""

    rows: Q
    key: UUID

    def opens(self, actor: Actor) -> bool:
        return any(thread == self.key for _role, thread in actor.reach)


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """One row of the matrix. ``paths`` lead from its model to what a scope is about.

    For :attr:`Scope.OWN` that is the account name of the owner, for all others the thread of a project, theme or unit;
    a path may come with what has to hold on it (a responsibility that has not ended).
    ``private`` names the fields that only :attr:`Verb.PRIVATE` reads; rows behind the ``seal`` need its key besides.
    """

    name: str | Promise
    rights: Mapping[Role, Rights]
    model: str = ""
    paths: Mapping[Scope, Path] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    seal: Seal | None = None

    def scopes(self, actor: Actor, verb: Verb) -> frozenset[Scope]:
        """How far an actor may do a verb, over all roles; empty: not at all."""
        return _scopes(self, self._roles(actor, verb), verb)

    def open_to(self, actor: Actor, verb: Verb) -> bool:
        """Whether an actor may do a verb to at least some of these things."""
        return bool(self.scopes(actor, verb))

    def where(self, actor: Actor, verb: Verb, through: str = "") -> Q:
        """The condition that holds for the rows an actor may do a verb to; ``through`` leads there from elsewhere."""
        found = Q(pk__in=[])
        if self.reaches_all(actor, verb):
            return Q()
        for role in _known(self._roles(actor, verb)):
            for scope in self.rights.get(Role(role), {}).get(verb, ()):
                if scope is Scope.ALL and self.seal:
                    unsealed = self._model()._default_manager.exclude(self.seal.rows)
                    found |= Q(**{f"{through}pk__in": unsealed.values("pk")})
                keys = [actor.account] if scope is Scope.OWN else sorted(actor.reach_of(role))
                if keys and keys != [""] and scope in self.paths:
                    found |= Q(**{f"{through}pk__in": self._reached(scope, keys).values("pk")})
        return found

    def reaches_all(self, actor: Actor, verb: Verb) -> bool:
        """Whether an actor may do a verb to every row."""
        return Scope.ALL in self.scopes(actor, verb) and (self.seal is None or self.seal.opens(actor))

    def objects(self, actor: Actor, verb: Verb = Verb.READ) -> QuerySet[Any]:
        """The rows an actor may do a verb to."""
        return self._model()._default_manager.filter(self.where(actor, verb))

    def admits(self, actor: Actor, verb: Verb, row: int, *, near: Mapping[Scope, UUID] | None = None) -> bool:
        """Whether an actor may do a verb to the row of a primary key; asks the database only about a narrow scope.

        ``near`` says what the row is known to belong to: who reaches that needs no further question.
        """
        scopes = self.scopes(actor, verb)
        if not scopes or self.reaches_all(actor, verb):
            return bool(scopes)
        if near and self._reaches(actor, verb, near):
            return True
        try:
            return bool(_within(self, actor, verb).rows(pk=row))
        except EmptyResultSet:  # nothing is within reach, whatever the row
            return False

    def named(self, verb: Verb) -> str:
        """How the scope of a token names a verb to this thing, in any language of the reader."""
        with override("en"):
            return f"{verb.name.lower()} {self.name}"

    def _roles(self, actor: Actor, verb: Verb) -> frozenset[str]:
        """The roles that count here: none for a token that does not name this."""
        return actor.roles if actor.only is None or self.named(verb) in actor.only else frozenset()

    def _reaches(self, actor: Actor, verb: Verb, near: Mapping[Scope, UUID]) -> bool:
        return any(
            scope in near and near[scope] in actor.reach_of(role)
            for role in _known(self._roles(actor, verb))
            for scope in self.rights.get(Role(role), {}).get(verb, ())
        )

    def _reached(self, scope: Scope, keys: list[Any]) -> QuerySet[Any]:
        path = self.paths[scope]
        lookup, holding = path if isinstance(path, tuple) else (path, Q())
        return self._model()._default_manager.filter(holding, **{f"{lookup}__in": keys})

    def _model(self) -> type[Model]:
        return apps.get_model(self.model)


_ROLES = frozenset(role.value for role in Role)


@lru_cache(maxsize=256)
def _within(thing: Thing, actor: Actor, verb: Verb) -> Prepared:
    """Whether a row is within reach, compiled once for an actor: pages ask it at each request."""
    key = Slot("pk", thing._model()._meta.pk)
    return Prepared(lambda: thing.objects(actor, verb).filter(pk=key).values_list("pk"))


@cache
def _scopes(thing: Thing, roles: frozenset[str], verb: Verb) -> frozenset[Scope]:
    return frozenset().union(*(thing.rights.get(Role(role), {}).get(verb, frozenset()) for role in _known(roles)))


def _known(roles: frozenset[str]) -> frozenset[str]:
    """The roles of the table among those of an actor; who has none of them is anyone."""
    return roles & _ROLES or frozenset({Role.ANYONE.value})


def thing(
    name: str | Promise,
    *,
    model: str = "",
    paths: Mapping[Scope, Path] | None = None,
    private: tuple[str, ...] = (),
    everybody: str = "",
    signed_in: str = "",
    staff: str = "",
    seal: Seal | None = None,
    **cells: str,
) -> Thing:
    """A row of the matrix, one cell a role. ``everybody``, ``signed_in`` and ``staff`` fill the columns that are not
    named, the narrowest of them first."""
    unknown = set(cells) - _ROLES
    if unknown:
        raise ValueError(f"no such role: {sorted(unknown)}")
    plain = {role: everybody if role is Role.ANYONE else signed_in or everybody for role in Role}
    plain |= dict.fromkeys(STAFF, staff or signed_in or everybody)
    rights = {role: _cell(cells.get(role.value, plain[role])) for role in Role}
    return Thing(name, {role: cell for role, cell in rights.items() if cell}, model, dict(paths or {}), private, seal)


def _cell(written: str) -> Rights:
    """``"LR E_t"`` as verbs with their scopes."""
    found: dict[Verb, frozenset[Scope]] = {}
    for part in written.split():
        letters, _, scope = part.partition("_")
        for letter in letters:
            verb = _LETTERS[letter]
            found[verb] = found.get(verb, frozenset()) | {Scope(scope or "*")}
    return found


def notation(rights: Rights) -> str:
    """The same as a cell again: ``"LR E_t"``, what reaches everywhere first."""
    found: dict[Scope, str] = dict.fromkeys(Scope, "")
    for verb in Verb:
        for scope in rights.get(verb, ()):
            found[scope] += verb.value
    return " ".join(
        verbs if scope is Scope.ALL else f"{verbs}_{scope.value}" for scope, verbs in found.items() if verbs
    )


@dataclass(frozen=True, slots=True)
class Door:
    """What stands behind an address: a verb to a thing.

    ``row`` finds the row that the address names, from the parts of the address; then the door itself asks whether
    exactly this row is within reach. Without it the page lists, or its query starts from ``visible_to``.
    ``hidden`` answers "not found" to strangers instead of asking them to log in.
    """

    thing: Thing
    verb: Verb
    row: Callable[..., QuerySet[Any]] | None = None
    hidden: bool = False

    @property
    def public(self) -> bool:
        """Whether everybody comes in, logged in or not."""
        return Scope.ALL in self.thing.rights.get(Role.ANYONE, {}).get(self.verb, frozenset())

    def admits(self, actor: Actor, **parts: Any) -> bool:
        scopes = self.thing.scopes(actor, self.verb)
        if not scopes or self.row is None or self.thing.reaches_all(actor, self.verb):
            return bool(scopes)
        return self.row(**parts).filter(self.thing.where(actor, self.verb)).exists()
