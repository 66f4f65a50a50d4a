"""The page "Who may do what?": the access table, in words and as a matrix, for everybody to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from querwerk.access import Rights, Role, Scope, Thing, Verb, notation
from querwerk.tables import as_csv, as_json

from .access import things
from .labels import ACTORS, NEVER, SCOPES, VERBS

#: form of the file -> its media type
FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Line:
    """What one actor may do with one thing: the verbs with how far, each in words."""

    thing: Any
    rights: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class WhoMay:
    """The whole page. ``beyond`` is what the chosen actor may on top of (or unlike) everybody, ``common`` the rest."""

    actor: Role
    choices: tuple[tuple[str, Any], ...]
    opening: Any
    beyond: tuple[Line, ...]
    common: tuple[Line, ...]
    actors: tuple[Any, ...]
    matrix: tuple[tuple[Any, tuple[str, ...]], ...]
    verbs: tuple[tuple[str, Any], ...]
    scopes: tuple[tuple[str, Any], ...]
    never: tuple[tuple[str, Any, Any], ...]


def page(asked: str) -> WhoMay:
    """The table, with the rights of one actor written out; of everybody when the address names none."""
    actor = Role(asked) if asked in set(Role) else Role.ANYONE
    table = things()
    return WhoMay(
        actor=actor,
        choices=tuple((role.value, word) for role, (word, _opening) in ACTORS.items()),
        opening=ACTORS[actor][1],
        beyond=tuple(_line(one, _unlike(one, actor)) for one in table if _unlike(one, actor)),
        common=tuple(_line(one, one.rights[Role.ANYONE]) for one in table if Role.ANYONE in one.rights),
        actors=tuple(word for word, _opening in ACTORS.values()),
        matrix=tuple((one.name, tuple(notation(one.rights.get(role, {})) for role in ACTORS)) for one in table),
        verbs=tuple((verb.value, VERBS[verb]) for verb in _used(table)),
        scopes=tuple((f"_{scope.value}", SCOPES[scope]) for scope in _reached(table)),
        never=tuple((number, what, how) for number, (what, how) in NEVER.items()),
    )


def _unlike(thing: Thing, actor: Role) -> Rights:
    """What an actor may that not everybody may."""
    if actor is Role.ANYONE:
        return {}
    everybody = thing.rights.get(Role.ANYONE, {})
    return {verb: scopes for verb, scopes in thing.rights.get(actor, {}).items() if scopes != everybody.get(verb)}


def _line(thing: Thing, rights: Rights) -> Line:
    reaching: dict[Scope, list[str]] = {}
    for verb in Verb:
        for scope in rights.get(verb, ()):
            reaching.setdefault(scope, []).append(str(VERBS[verb]))
    return Line(thing.name, tuple((", ".join(verbs), SCOPES[scope]) for scope, verbs in reaching.items()))


def _used(table: list[Thing]) -> list[Verb]:
    used = {verb for one in table for rights in one.rights.values() for verb in rights}
    return [verb for verb in Verb if verb in used]


def _reached(table: list[Thing]) -> list[Scope]:
    used = {scope for one in table for rights in one.rights.values() for found in rights.values() for scope in found}
    return [scope for scope in Scope if scope in used - {Scope.ALL}]


def file(form: str) -> bytes:
    """The matrix in one of :data:`FORMS`, in the notation of the page."""
    table = things()
    if form == "csv":
        head = ["", *(str(word) for word, _opening in ACTORS.values())]
        return as_csv(head, [[str(one.name), *(notation(one.rights.get(r, {})) for r in ACTORS)] for one in table])
    return as_json(
        {
            "schema": "querwerk/access/1",
            "verbs": {verb.value: str(VERBS[verb]) for verb in _used(table)},
            "scopes": {scope.value: str(SCOPES[scope]) for scope in _reached(table)},
            "actors": {role.value: str(word) for role, (word, _opening) in ACTORS.items()},
            "things": [
                {"name": str(one.name), "rights": {role.value: notation(rights) for role, rights in one.rights.items()}}
                for one in table
            ],
        }
    )
