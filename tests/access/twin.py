"""The obvious twin of the access table: reads the cells as they are written in the sources, and nothing else.

It knows no ``Thing``, no ``Door.admits`` and no query set: a cell is a string, a right is a letter with what follows
its line.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from querwerk.access import STAFF, Role, Thing
from querwerk.web.access import TABLE

#: The doors as they stood when the tests began: a hole that is made later does not change what is expected.
DOORS = dict(TABLE)
SOURCE = Path(__file__).resolve().parents[2] / "src" / "querwerk"
#: account of an actor -> letters of the scopes it has at a row.
Within = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """One ``thing(...)`` as it stands in a file: the cell of each named role, and the three that fill the rest."""

    cells: Mapping[str, str]
    everybody: str
    signed_in: str
    staff: str

    def cell(self, role: str) -> str:
        plain = self.everybody if role == "anyone" else self.signed_in or self.everybody
        if role in STAFF:
            plain = self.staff or plain
        return self.cells.get(role, plain)


@cache
def written() -> dict[int, Written]:
    """Every thing of the house by identity, from the text of the files that write the table."""
    found = {}
    for path in sorted(SOURCE.glob("*/access.py")):
        module = import_module(f"querwerk.{path.parent.name}.access")
        for node in ast.parse(path.read_text()).body:
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
                continue
            if getattr(node.value.func, "id", "") != "thing":
                continue
            words = {k.arg: k.value.value for k in node.value.keywords if isinstance(k.value, ast.Constant)}
            cells = {role.value: str(words[role.value]) for role in Role if role.value in words}
            name = ast.unparse(node.targets[0])
            rest = (str(words.get(key, "")) for key in ("everybody", "signed_in", "staff"))
            found[id(getattr(module, name))] = Written(cells, *rest)
    return found


def may(thing: Thing, roles: Iterable[str], letter: str, scopes: str | None) -> bool:
    """Whether one of the roles has a letter that reaches everywhere, or as far as one of ``scopes``.

    Without scopes (None) any reach will do: the page itself shows only what is within it.
    """
    for role in roles or ["anyone"]:
        for part in written()[id(thing)].cell(role).split():
            letters, _, reach = part.partition("_")
            if letter in letters and (not reach or scopes is None or reach in scopes):
                return True
    return False


def door_opens(name: str, roles: Iterable[str], scopes: str) -> bool:
    """What the door of an address has to answer: its letter, as far as the row it asks about is within reach."""
    door = DOORS[name]
    return may(door.thing, roles, door.verb.value, scopes if door.row is not None else None)
