"""Cooperation between units against chance: worked by hand, held against every way it can fall, and on real data."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.cooperation import FEWEST, Contact, of_handovers, of_matters
from tests.analysis.reference import cooperation as twin

UNITS = st.sampled_from("ABC")
HANDOVERS = st.lists(st.tuples(UNITS, UNITS), min_size=1, max_size=6)


def close(one: float, other: float) -> bool:
    return abs(one - other) < 1e-9


def test_worked_by_hand() -> None:
    """Two units, ten handovers each; four of twenty go across, where chance sends ten."""
    found = of_handovers({("A", "A"): 8, ("A", "B"): 2, ("B", "A"): 2, ("B", "B"): 8})
    assert (found.units, found.things, found.share, found.expected_share) == (("A", "B"), 20, 0.2, 0.5)
    assert (found.across.observed, found.across.expected, found.across.index) == (4, 10.0, 0.4)
    pair = found.between("B", "A")
    assert pair is not None
    assert (pair.one, pair.other, pair.contact.observed, pair.contact.expected) == ("A", "B", 4, 10.0)
    assert close(pair.contact.spread, found.across.spread)  # of two units all that goes across is between them
    assert close(pair.contact.spread**2, 2 * (10**4 / (400 * 19)) * 2)
    assert pair.telling
    assert (found.thinnest, found.densest) == (pair, None)


def test_shared_matters_worked_by_hand() -> None:
    """Of six projects A carries three and B three, one of them together; chance gives one and a half."""
    found = of_matters([["A", "B"], ["A"], ["A", "A"], ["B"], ["B"], ["C"]])
    pair = found.between("A", "B")
    assert pair is not None
    assert (found.units, found.things, pair.contact.observed, pair.contact.expected) == (("A", "B", "C"), 6, 1, 1.5)
    assert (pair.chance, pair.telling) == (1.0, False)
    assert (found.across.observed, found.across.expected) == (1, 1.5 + 0.5 + 0.5)


@given(HANDOVERS)
@settings(max_examples=60, deadline=None)
def test_mean_and_spread_are_those_of_every_way_chance_can_fall(handovers: list[tuple[str, str]]) -> None:
    found = of_handovers(Counter(handovers))
    worlds = list(twin.matchings(handovers))
    mean, spread = twin.mean_and_spread([twin.across(world) for world in worlds])
    assert close(found.across.expected, mean)
    assert close(found.across.spread, spread)
    assert found.across.observed == twin.across(handovers)
    for pair in found.pairs:
        mean, spread = twin.mean_and_spread([twin.between(world, pair.one, pair.other) for world in worlds])
        assert close(pair.contact.expected, mean)
        assert close(pair.contact.spread, spread)
        assert pair.contact.observed == twin.between(handovers, pair.one, pair.other)


@given(st.integers(1, 6), st.data())
@settings(max_examples=60, deadline=None)
def test_overlaps_are_those_of_every_choice(total: int, data: st.DataObject) -> None:
    first, second = (data.draw(st.integers(1, total)) for _ in range(2))
    both = data.draw(st.integers(max(0, first + second - total), min(first, second)))
    alone = [["A"]] * (first - both) + [["B"]] * (second - both)
    found = of_matters([["A", "B"]] * both + alone + [[]] * (total - both - len(alone)))
    (pair,) = found.pairs
    worlds = twin.overlaps(total, first, second)
    mean, spread = twin.mean_and_spread(worlds)
    assert close(pair.contact.expected, mean)
    assert close(pair.contact.spread, spread)
    assert close(pair.chance, twin.at_least_as_far(worlds, both))


@given(st.dictionaries(st.tuples(UNITS, UNITS), st.integers(0, 50), max_size=9))
def test_whatever_is_counted_adds_up(counts: dict[tuple[str, str], int]) -> None:
    found = of_handovers(counts)
    inside = sum(count for (one, other), count in counts.items() if one == other)
    assert sum(pair.contact.observed for pair in found.pairs) == found.across.observed
    assert found.across.observed + inside == found.things
    assert close(sum(pair.contact.expected for pair in found.pairs), found.across.expected)
    assert all(0 <= pair.chance <= 1 for pair in found.pairs)


def test_names_and_directions_do_not_matter() -> None:
    counts = {("A", "B"): 30, ("B", "C"): 4, ("C", "A"): 9, ("A", "A"): 40, ("C", "C"): 12}
    turned = of_handovers({(other, one): count for (one, other), count in counts.items()})
    assert of_handovers(counts).pairs == turned.pairs


def test_what_nobody_hands_on_is_no_pair_and_nothing_at_all_is_no_index() -> None:
    empty = of_handovers({("A", "B"): 0})
    assert (empty.units, empty.things, empty.share, empty.across.index, empty.thinnest) == ((), 0, None, None, None)
    assert of_matters([]).across == Contact(0, 0.0, 0.0)
    assert of_matters([["A"]]).pairs == ()
    alone = of_handovers({("A", "A"): 7})
    assert (alone.across, alone.pairs) == (Contact(0, 0.0, 0.0), ())
    with pytest.raises(ValueError, match="zero"):
        of_handovers({("A", "B"): -1})


def test_few_handovers_are_no_verdict() -> None:
    few = of_handovers({("A", "A"): 2 * FEWEST - 3, ("B", "B"): 2 * FEWEST - 3})
    assert (few.pairs[0].contact.observed, few.thinnest) == (0, few.pairs[0])
    fewer = of_handovers({("A", "A"): 4, ("B", "B"): 4})
    assert (fewer.pairs[0].contact.expected, fewer.thinnest) == (4.0, None)


def test_mail_between_the_departments_of_a_real_house(shared_data: Path) -> None:
    """A research institute with 42 departments: two thirds of all contacts leave one, chance would send 95 of 100."""
    folder = shared_data / "organisation" / "email-eu-core"
    gold = json.loads((shared_data / "GOLD.json").read_text())["email-eu-core"]
    rows = (line.split() for line in (folder / "email-Eu-core-department-labels.txt").read_text().splitlines())
    department = dict(rows)
    contacts = [line.split() for line in (folder / "email-Eu-core.txt").read_text().splitlines()]
    others = [(one, other) for one, other in contacts if one != other]
    found = of_handovers(Counter((department[one], department[other]) for one, other in others))
    assert (len(contacts), len(contacts) - len(others)) == (gold["edges"], gold["self_loops"])
    assert (len(found.units), found.across.observed) == (gold["departments"], gold["cross_department_edges"])
    assert found.share is not None
    assert found.expected_share is not None
    assert round(found.share, 4) == gold["cross_share"]
    assert (round(found.expected_share, 4), round(found.across.index or 0, 4)) == (0.9523, 0.6859)
    assert found.across.strays < -100
