"""T1: every address answers every actor as the table says, whatever the method and whatever the row."""

from __future__ import annotations

import pytest

from tests.quality import figure

from .addresses import Address, patterns, rows
from .holes import HOLES, Hole
from .sweeping import METHODS, Sweep, sweep
from .twin import DOORS
from .world import ACTORS, World, tables

pytestmark = pytest.mark.django_db


def test_every_door_with_a_row_is_swept_with_rows(world: World) -> None:
    known = rows(world)
    assert sorted(name for name, door in DOORS.items() if door.row is not None and name not in known) == []
    assert sorted(set(known) - set(DOORS)) == []


def test_t1_every_answer_is_the_one_of_the_table(world: World) -> None:
    """In the daily run each verb of a sheet is opened and sent; ``make torture`` asks with every method."""
    before = tables()
    whole = sweep(world, rows=lambda address: not _is_a_verb(address))
    verbs = sweep(world, rows=_is_a_verb, methods=("GET", "POST"))
    asked = whole.requests + verbs.requests
    assert [*whole.differences, *verbs.differences][:20] == []
    assert [*whole.written, *verbs.written][:20] == []  # N7
    assert tables() == before
    names = {name for name, _ in patterns()}
    figure(
        "T1",
        f"every address ({len(names)}) as {len(ACTORS)} actors with {len(METHODS)} kinds of request on rows within and"
        " outside their reach, of others and of nobody: the answer against the access table",
        result=f"{asked} requests, 0 differences, 0 rows changed by reading",
        control="see T1b",
    )


@pytest.mark.torture
def test_t1_every_verb_with_every_method(world: World) -> None:
    found = sweep(world, rows=_is_a_verb)
    assert (found.differences[:20], found.written[:20]) == ([], [])


def _is_a_verb(address: Address) -> bool:
    return address.name in ("projects:say", "projects:say_about")


def _found(world: World, hole: Hole) -> Sweep:
    return sweep(world, only=hole.names, methods=hole.methods, actors=hole.actors or ACTORS, enough=1)


def test_t1_every_seeded_hole_is_found(world: World) -> None:
    """Thirty ways to get it wrong, one at a time: each shows as a difference from the table."""
    missed = []
    for hole in HOLES:
        with pytest.MonkeyPatch.context() as patch:
            hole.make(patch, world)
            if not _found(world, hole).differences:
                missed.append(hole.name)
        hole.mend()
    assert missed == []
    assert len(HOLES) >= 30
    closed = [hole.name for hole in HOLES[:3] if _found(world, hole).differences]
    assert closed == []  # the house is whole again
    figure(
        "T1b",
        "holes made on purpose in doors, rules, rows, roles and the page cache, one at a time",
        result=f"{len(HOLES)} of {len(HOLES)} found by the sweep",
        control="the house as it is shows none",
    )
