"""What changed between two versions: worked by hand, held against the slow twin, and on the real portfolio."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.change import (
    Change,
    Cost,
    Goal,
    Kind,
    Milestone,
    Planned,
    Shift,
    Version,
    compare,
    lateness,
    shift,
)
from querwerk.dates import VagueDate, parse
from tests.analysis.reference import change as twin


def planned(*texts: str, reason: str = "") -> tuple[Planned, ...]:
    """Dates planned one after the other; the last one carries the reason."""
    return tuple(Planned(parse(text), reason if text == texts[-1] else "") for text in texts)


def only(before: Version, after: Version) -> list[tuple[Kind, str]]:
    return [(change.kind, change.subject) for change in compare({"p": before}, {"p": after})]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2023", "2023", None),
        ("2022-H1", "2022-01/2022-06", None),
        ("2023", "2023-04", Shift(Kind.DATE_SPECIFIED)),
        ("2 Jahre ab 2020", "2022-12", Shift(Kind.DATE_SPECIFIED)),
        ("after-2027", "2029", Shift(Kind.DATE_SPECIFIED)),
        ("after-2027", "after-2029", Shift(Kind.DATE_SPECIFIED)),
        ("2021-summer", "2022-autumn", Shift(Kind.SLIPPED, 456)),  # 31.08.2021 to 30.11.2022
        ("2025-06", "2025-H2", Shift(Kind.SLIPPED, 184)),  # 30.06. to 31.12.2025
        ("2025/2026", "2028/2029", Shift(Kind.SLIPPED, 1096)),  # 31.12.2026 to 31.12.2029, 2028 is a leap year
        ("2027/2028", "2028/2029", Shift(Kind.SLIPPED, 365)),
        ("2027", "after-2027", Shift(Kind.SLIPPED, 1, at_least=True)),
        ("2022", "after-2023", Shift(Kind.SLIPPED, 366, at_least=True)),
        ("2050", "2040", Shift(Kind.BROUGHT_FORWARD, -3652)),  # 2044 and 2048 are leap years
        ("after-2027", "2026", Shift(Kind.BROUGHT_FORWARD, -366, at_least=True)),
        ("2023-Q4", "2023", Shift(Kind.DATE_REWORDED)),
        ("2028", "after-2027", Shift(Kind.DATE_REWORDED)),
        ("after-2029", "after-2027", Shift(Kind.DATE_REWORDED)),
    ],
)
def test_a_date_moves_by_the_days_worked_out_by_hand(old: str, new: str, expected: Shift | None) -> None:
    assert shift(parse(old), parse(new)) == expected


def test_a_slipped_milestone_names_its_days_and_its_reason() -> None:
    before = Version("Radnetz", "running", milestones={"m": Milestone("Baubeginn", planned("2023"))})
    later = Milestone("Baubeginn", planned("2023", "2026-06", reason="Grunderwerb"))
    assert compare({"p": before}, {"p": Version("Radnetz", "running", milestones={"m": later})}) == (
        Change("p", "Radnetz", Kind.SLIPPED, "Baubeginn", ("2023",), ("2026-06",), days=912, reason="Grunderwerb"),
    )


def test_the_reason_given_before_the_window_is_not_given_again() -> None:
    before = Version("A", "running", milestones={"m": Milestone("M", planned("2023", "2024", reason="alt"))})
    moved = (*planned("2023", "2024", reason="alt"), *planned("2025"))
    after = Version("A", "running", milestones={"m": Milestone("M", moved)})
    assert [change.reason for change in compare({"p": before}, {"p": after})] == [""]


def test_a_milestone_that_appears_and_slips_inside_the_window_is_measured_from_its_first_date() -> None:
    after = Version("A", "running", milestones={"m": Milestone("M", planned("2023", "2024"))})
    assert [(c.kind, c.days) for c in compare({"p": Version("A", "running")}, {"p": after})] == [
        (Kind.SLIPPED, 366),
        (Kind.MILESTONE_NEW, None),
    ]


def test_a_milestone_reached_late_says_how_late_against_what_was_expected() -> None:
    before = Version("A", "running", milestones={"m": Milestone("Go-live", planned("2022-03"))})
    reached = Milestone("Go-live", planned("2022-03", "2022-06", reason="Abnahme"), actual=parse("2022-07-08"))
    changes = compare({"p": before}, {"p": Version("A", "running", milestones={"m": reached})})
    assert [(c.kind, c.days, c.reason) for c in changes] == [(Kind.REACHED, 99, "Abnahme")]


@pytest.mark.parametrize(
    ("expected", "actual", "late"),
    [
        ("2022-03", "2022-07-08", Shift(Kind.SLIPPED, 99)),
        ("2022-03", "2022", None),  # it may have been in March
        ("2022", "2022-09-21", None),
        ("2023", "2024-Q2", Shift(Kind.SLIPPED, 92, at_least=True)),  # 31.12.2023 to 01.04.2024
        ("2022-Q4", "2022-05-03", Shift(Kind.BROUGHT_FORWARD, -151)),  # 03.05. to 01.10.2022
        ("after-2023", "2025", None),
    ],
)
def test_how_late_a_milestone_was_reached_is_never_more_than_known(expected: str, actual: str, late: Shift) -> None:
    assert lateness(parse(expected), parse(actual)) == late


def test_a_dropped_milestone_says_why_and_one_taken_off_the_list_is_dropped_too() -> None:
    one, other = Milestone("Eins", planned("2023")), Milestone("Zwei", planned("2024"))
    before = Version("A", "running", milestones={"1": one, "2": other})
    gone = dataclasses.replace(one, dropped=True, drop_reason="kein Geld")
    changes = compare({"p": before}, {"p": Version("A", "running", milestones={"1": gone})})
    assert [(c.kind, c.subject, c.reason) for c in changes] == [
        (Kind.MILESTONE_DROPPED, "Eins", "kein Geld"),
        (Kind.MILESTONE_DROPPED, "Zwei", ""),
    ]


def test_an_ended_project_names_its_state_reason_and_successors() -> None:
    after = Version("A", "replaced", ended=True, reason="geht auf", successors=("b",))
    assert compare({"a": Version("A", "running")}, {"a": after}) == (
        Change("a", "A", Kind.ENDED, before=("running",), after=("replaced",), reason="geht auf", successors=("b",)),
    )


def test_a_finished_project_that_comes_back_is_resumed() -> None:
    assert only(Version("A", "made_permanent", ended=True), Version("A", "running")) == [(Kind.RESUMED, "")]


def test_a_new_project_is_one_change_and_not_one_for_each_of_its_goals() -> None:
    whole = Version("A", "approved", goals={"g": Goal("Ziel")}, milestones={"m": Milestone("M", planned("2023"))})
    assert [change.kind for change in compare({}, {"a": whole})] == [Kind.NEW]


def test_a_project_missing_without_an_end_is_dropped_and_an_ended_one_is_not_missed() -> None:
    assert [c.kind for c in compare({"a": Version("A", "running")}, {})] == [Kind.DROPPED]
    assert compare({"a": Version("A", "completed", ended=True)}, {}) == ()


def test_flags_count_as_a_change_of_state_and_their_order_does_not() -> None:
    assert only(Version("A", "running"), Version("A", "running", flags=("delayed",))) == [(Kind.STATE_CHANGED, "")]
    one, two = ("delayed", "put_off"), ("put_off", "delayed")
    assert only(Version("A", "running", flags=one), Version("A", "running", flags=two)) == []


def test_cost_changes_carry_the_difference() -> None:
    before = Version("A", "running", costs={"c": Cost("Baukosten", "EUR", (Decimal(50),))})
    after = Version("A", "running", costs={"c": Cost("Baukosten", "EUR", (Decimal(50), Decimal(80), Decimal(135)))})
    changes = compare({"p": before}, {"p": after})
    assert [(c.kind, c.before, c.after, c.difference) for c in changes] == [
        (Kind.COST_CHANGED, ("50", "EUR"), ("135", "EUR"), Decimal(85))
    ]


def test_goals_are_met_missed_dropped_and_vanish() -> None:
    before = Version("A", "running", goals={str(n): Goal(f"Ziel {n}") for n in range(6)})
    goals = {
        "0": Goal("Ziel 0", status="met"),
        "1": Goal("Ziel 1", status="missed", reason="zu spät"),
        "2": Goal("Ziel 2", status="dropped", reason="andere Lage"),
        "3": Goal("Ziel 3", mentioned=False),
        "4": Goal("Ziel 4", target="30 Prozent"),
        "5": Goal("Ziel 5"),
        "6": Goal("Ziel 6"),
    }
    assert only(before, Version("A", "running", goals=goals)) == [
        (Kind.GOAL_NEW, "Ziel 6"),
        (Kind.GOAL_CHANGED, "Ziel 4"),
        (Kind.GOAL_MET, "Ziel 0"),
        (Kind.GOAL_MISSED, "Ziel 1"),
        (Kind.GOAL_DROPPED, "Ziel 2"),
        (Kind.GOAL_VANISHED, "Ziel 3"),
    ]


def test_a_vanished_goal_may_come_back() -> None:
    silent = Version("A", "running", goals={"g": Goal("Ziel", mentioned=False)})
    assert only(silent, Version("A", "running", goals={"g": Goal("Ziel")})) == [(Kind.GOAL_BACK, "Ziel")]


# -- the slow twin

START = date(2001, 1, 1)


@st.composite
def spans(draw: st.DrawFn) -> VagueDate:
    first = START + timedelta(days=draw(st.integers(0, 40)))
    length = draw(st.one_of(st.none(), st.integers(0, 20)))
    last = None if length is None else first + timedelta(days=length)
    return VagueDate(f"{first}..{last}", first, last)


words = st.sampled_from(["", "a", "b"])
keys = st.sampled_from(["1", "2", "3"])
milestones = st.builds(
    Milestone, words, st.lists(st.builds(Planned, spans(), words), max_size=3).map(tuple),
    st.one_of(st.none(), spans()), st.booleans(), words,
)  # fmt: skip
goals = st.builds(Goal, words, words, st.sampled_from(["open", "met", "missed", "dropped"]), words, st.booleans())
costs = st.builds(Cost, words, words, st.lists(st.integers(0, 3).map(Decimal), min_size=1, max_size=3).map(tuple))
tuples = st.lists(words, max_size=2, unique=True).map(tuple)
versions = st.builds(
    Version, words, st.sampled_from(["running", "completed"]), tuples, st.booleans(), words, tuples, tuples,
    st.dictionaries(keys, goals, max_size=2), st.dictionaries(keys, milestones, max_size=2),
    st.dictionaries(keys, costs, max_size=2),
)  # fmt: skip
portfolios = st.dictionaries(keys, versions, max_size=3)


@settings(deadline=None)  # the twin counts days one by one
@given(spans(), spans())
def test_shifts_agree_with_days_counted_one_by_one(old: VagueDate, new: VagueDate) -> None:
    fast = shift(old, new)
    assert (None if fast is None else (fast.kind.value, fast.days, fast.at_least)) == twin.shift(old, new)


@settings(max_examples=300, deadline=None)  # the twin is slow
@given(portfolios, portfolios)
def test_changes_agree_with_the_slow_twin(before: dict[str, Version], after: dict[str, Version]) -> None:
    assert [dataclasses.asdict(change) for change in compare(before, after)] == twin.compare(before, after)


@given(portfolios)
def test_nothing_changes_between_a_version_and_itself(portfolio: dict[str, Version]) -> None:
    assert compare(portfolio, portfolio) == ()


@given(spans(), spans())
def test_what_slips_one_way_comes_forward_the_other_way(old: VagueDate, new: VagueDate) -> None:
    there, back = shift(old, new), shift(new, old)
    if there is not None and there.days is not None and back is not None and back.days is not None:
        assert there.days == -back.days


def test_the_core_works_without_the_framework() -> None:
    code = "import sys, querwerk.analysis.change; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- the real portfolio


@pytest.mark.shared_data
def test_the_milestones_listed_as_slipped_are_found_and_the_four_that_are_none_are_named(shared_data: Path) -> None:
    """The file lists 30 whose planned date changed; four of them did not slip: three words only became more precise,
    and one target year was brought forward by ten years."""
    document = json.loads((shared_data / "karlsruhe" / "portfolio.json").read_text())
    found: dict[tuple[str, str], set[Kind]] = {}
    for project in document["projects"]:
        for milestone in project["milestones"]:
            dates = [parse(step["date"]) for step in milestone["planned"]]
            moves = {move.kind for old, new in pairwise(dates) if (move := shift(old, new))}
            if moves:
                found[project["slug"], milestone["what"]] = moves
    listed = {(row["project"], row["milestone"]) for row in document["slipped_milestones"]}
    assert set(found) == listed
    assert Counter(Kind.SLIPPED in moves for moves in found.values()) == {True: 26, False: 4}
    assert {key: moves for key, moves in found.items() if Kind.SLIPPED not in moves} == {
        ("oermi", "Abschluss"): {Kind.DATE_SPECIFIED},
        ("my-city-my-place", "Jugend.Kultur.Festival (alle zwei Jahre)"): {Kind.DATE_SPECIFIED},
        ("nachhaltig-mobiler-stadtteil", "Auslegungsbeschluss"): {Kind.DATE_SPECIFIED},
        ("klimaneutrales-karlsruhe", "Zieljahr Klimaneutralität"): {Kind.BROUGHT_FORWARD},
    }
