"""T1: every address answers every actor as the table says, whatever the method and whatever the row. T2: every private
field holds a word of its own, and nobody hears it in one of these answers who may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.quality import figure

from .addresses import addresses, patterns, rows
from .canaries import Crawl, crawl_beside, keys, listen, logged
from .holes import HOLES, Hole
from .leaks import LEAKS
from .planting import TOKEN, TOLD
from .sweeping import METHODS, Sweep, sweep
from .twin import DOORS
from .world import ACTORS, World, tables

pytestmark = pytest.mark.django_db


def test_every_door_with_a_row_is_swept_with_rows(world: World) -> None:
    known = rows(world)
    assert sorted(name for name, door in DOORS.items() if door.row is not None and name not in known) == []
    assert sorted(set(known) - set(DOORS)) == []


@dataclass(frozen=True, slots=True)
class Swept:
    """What the whole sweep found, heard and left behind."""

    whole: Sweep
    others: Sweep
    heard: Crawl
    logged: list[str]
    grown: dict[str, int]


@pytest.fixture(scope="module")
def swept(world: World) -> Swept:
    """Every address is asked with every method about one row and about one that is none; about every other row it is
    opened and sent. ``make torture`` asks about those with every method, too."""
    before, samples, heard, secrets = tables(), _samples(world), Crawl(), keys(world)

    def listening(actor: str, path: str, answer: Any) -> None:
        listen(world, actor, path, answer, heard, secrets)

    with logged() as lines:
        whole = sweep(world, rows=lambda address: address.path in samples, listen=listening)
        others = sweep(
            world, rows=lambda address: address.path not in samples, methods=("GET", "POST"), listen=listening
        )
        crawl_beside(world, heard)
    after = tables()
    return Swept(whole, others, heard, lines, {name: after[name] - rows for name, rows in before.items()})


def test_t1_every_answer_is_the_one_of_the_table(swept: Swept) -> None:
    asked = swept.whole.requests + swept.others.requests
    assert [*swept.whole.differences, *swept.others.differences][:20] == []
    assert [*swept.whole.written, *swept.others.written][:20] == []  # N7
    assert {name: grown for name, grown in swept.grown.items() if grown} == {}
    names = {name for name, _ in patterns()}
    figure(
        "T1",
        f"every address ({len(names)}) as {len(ACTORS)} actors with {len(METHODS)} kinds of request about a row and"
        " about none, opened and sent about every other row within and outside their reach, of others and of nobody:"
        " the answer against the access table",
        result=f"{asked} requests, 0 differences, 0 rows changed by reading",
        control="see T1b",
    )


def test_t2_no_page_no_file_and_no_header_tells_what_the_table_hides(world: World, swept: Swept) -> None:
    heard = swept.heard
    assert sorted(set(heard.leaks))[:20] == []
    assert [line for line in swept.logged if TOKEN.search(line)] == []
    private = {token for token, canary in world.planting.found.items() if canary.about != TOLD}
    fields = {(world.planting.found[token].model, world.planting.found[token].field) for token in private}
    assert len(private & heard.heard) > 150  # most of them do sing, for those who may hear them
    figure(
        "T2",
        f"{len(private)} private words in {len(fields)} fields, looked for in every page, file, header and log line as"
        f" {len(ACTORS)} actors, whatever the kind of request",
        result=f"{heard.answers} answers, 0 leaks",
        control=f"{len(LEAKS)} leaks made on purpose, see T2b",
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
