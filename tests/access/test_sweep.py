"""T1: every address answers every actor as the table says, whatever the method and whatever the row."""

from __future__ import annotations

import pytest

from tests.quality import figure

from .addresses import addresses, patterns, rows
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
    """Every address is asked with every method about one row and about one that is none; about every other row it is
    opened and sent. ``make torture`` asks about those with every method, too."""
    before, samples = tables(), _samples(world)
    whole = sweep(world, rows=lambda address: address.path in samples)
    others = sweep(world, rows=lambda address: address.path not in samples, methods=("GET", "POST"))
    asked = whole.requests + others.requests
    assert [*whole.differences, *others.differences][:20] == []
    assert [*whole.written, *others.written][:20] == []  # N7
    assert tables() == before
    names = {name for name, _ in patterns()}
    figure(
        "T1",
        f"every address ({len(names)}) as {len(ACTORS)} actors with {len(METHODS)} kinds of request about a row and"
        " about none, opened and sent about every other row within and outside their reach, of others and of nobody:"
        " the answer against the access table",
        result=f"{asked} requests, 0 differences, 0 rows changed by reading",
        control="see T1b",
    )


@pytest.mark.torture
def test_t1_every_row_with_every_method(world: World) -> None:
    samples = _samples(world)
    found = sweep(world, rows=lambda address: address.path not in samples)
    assert (found.differences[:20], found.written[:20]) == ([], [])


def _samples(world: World) -> set[str]:
    """The paths of the first row of each address, and of the first that is none."""
    found: dict[tuple[str, bool], str] = {}
    for address in addresses(world):
        found.setdefault((address.name, bool(address.row.exists)), address.path)
    return set(found.values())


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
