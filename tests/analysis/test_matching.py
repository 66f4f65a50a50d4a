"""Which team? The engine held against every team there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.matching import Answer, Candidates, Member, Question, Team, Why, propose

from .reference import matching as reference

NEEDS = ("law", "data", "talking", "building")
LAW, DATA, TALKING, BUILDING = 1, 2, 4, 8


@st.composite
def questions(draw: st.DrawFn) -> tuple[Candidates, Question]:
    needs = draw(st.integers(1, 4))
    size = draw(st.integers(1, 4))
    units, decider, share = draw(st.integers(1, size)), draw(st.booleans()), draw(st.sampled_from([0, 20]))
    question = Question(NEEDS[:needs], size, units, decider, share)
    row = st.tuples(
        st.integers(0, 15), st.integers(0, 3), st.booleans(), st.sampled_from([10, 20, 50])
    )  # bits beyond the needs, too little time: all of it can be in a pool
    people = draw(st.lists(row, max_size=9))
    return Candidates.of((number * 7, *one) for number, one in enumerate(people)), question


def seen(team: Team, question: Question, pool: Candidates) -> tuple[reference.One, ...]:
    keys = {member.key for member in team.members}
    assert len(keys) == len(team.members)
    return tuple(one for one in reference.people(pool, question) if one.key in keys)


@settings(max_examples=600, deadline=None)
@given(questions(), st.integers(0, 2**64))
def test_the_smallest_and_widest_team_is_found_where_one_exists(asked: tuple[Candidates, Question], seed: int) -> None:
    pool, question = asked
    some = reference.people(pool, question)
    best = reference.best(some, question)
    answer = propose(pool, question, seed=seed)
    assert answer.proven
    whole = not answer.missing and not answer.no_decision_maker and answer.units == question.units
    assert (bool(answer.teams) and whole) == (best is not None)
    if best is not None:
        first = answer.teams[0]
        assert (len(first.members), first.units) == best
        needs, decides = frozenset(question.needs), question.decision_maker
        for team in answer.teams:
            assert reference.is_team(seen(team, question, pool), needs, question.units, decides)
            assert len(team.members) <= question.size


@settings(max_examples=400, deadline=None)
@given(questions())
def test_no_fewer_needs_could_be_left_out(asked: tuple[Candidates, Question]) -> None:
    pool, question = asked
    some = reference.people(pool, question)
    answer = propose(pool, question, seed=1)
    lacking = len(answer.missing) + answer.no_decision_maker
    assert lacking == reference.fewest_missing(some, question, answer.units)
    assert answer.offered == tuple(any(need in one.brings for one in some) for need in question.needs)


@settings(max_examples=400, deadline=None)
@given(questions())
def test_each_further_team_shares_as_few_people_as_possible(asked: tuple[Candidates, Question]) -> None:
    pool, question = asked
    some = reference.people(pool, question)
    answer = propose(pool, question, seed=1, teams=3)
    if answer.missing or answer.no_decision_maker or answer.units < question.units:
        return
    before: list[frozenset[int]] = []
    for number in range(3):
        wanted = reference.fewest_shared(some, question, before) if before else None
        if number == len(answer.teams):
            assert not before or wanted is None
            break
        team = answer.teams[number]
        if wanted is not None:
            assert (team.shared, len(team.members), -team.units) == wanted
        before.append(frozenset(member.key for member in team.members))


@settings(max_examples=200, deadline=None)
@given(questions())
def test_who_is_said_to_be_replaceable_is(asked: tuple[Candidates, Question]) -> None:
    pool, question = asked
    some = {one.key: one for one in reference.people(pool, question)}
    for team in propose(pool, question, seed=3).teams:
        there = [some[member.key] for member in team.members]
        for at, member in enumerate(team.members):
            rest = [*there[:at], *there[at + 1 :]]
            wanted = frozenset().union(*(one.brings for one in there))
            decides = question.decision_maker and any(one.decides for one in there)
            others = [
                one
                for one in some.values()
                if one not in there and reference.is_team((*rest, one), wanted, team.units, decides)
            ]
            assert member.replaceable == bool(others)


def test_an_answer_says_who_brings_what_and_why_it_is_not_smaller() -> None:
    pool = Candidates.of(
        [
            (1, LAW | DATA, 10, False, 50),
            (2, TALKING, 20, True, 50),
            (3, DATA, 10, False, 50),
            (4, TALKING, 30, True, 5),
        ]
    )
    answer = propose(pool, Question(("law", "data", "talking"), 5, 2, decision_maker=True, share=20), seed=0)
    assert answer == Answer(
        teams=(
            Team(
                (
                    Member(1, 10, ("law", "data"), ("law", "data"), False, False),
                    Member(2, 20, ("talking",), ("talking",), True, False),
                ),
                2,
                Why.NEEDS,
                True,
            ),
        ),
        missing=(),
        no_decision_maker=False,
        units=2,
        offered=(True, True, True),
        proven=True,
    )


def test_units_can_be_what_asks_for_another_person() -> None:
    pool = Candidates.of([(1, LAW | DATA, 10, False, 50), (2, DATA, 20, False, 50), (3, LAW, 30, False, 50)])
    (best, *_others) = propose(pool, Question(("law", "data"), 5, 3), seed=0).teams
    assert (len(best.members), best.units, best.why) == (3, 3, Why.UNITS)


def test_the_lot_falls_on_others_with_another_seed() -> None:
    pool = Candidates.of((key, LAW, key % 5, False, 50) for key in range(40))
    drawn = {propose(pool, Question(("law",)), seed=seed).teams[0].members[0].key for seed in range(400)}
    assert drawn == set(range(40))


def test_who_offers_less_than_a_colleague_is_drawn_too() -> None:
    pool = Candidates.of([(1, LAW | DATA, 10, False, 50), (2, LAW, 10, False, 50)])
    drawn = {propose(pool, Question(("law",)), seed=seed).teams[0].members[0].key for seed in range(50)}
    assert drawn == {1, 2}


def test_without_steps_nothing_is_called_proven() -> None:
    pool = Candidates.of([(1, LAW, 10, False, 50), (2, DATA, 20, False, 50), (3, TALKING, 10, False, 50)])
    answer = propose(pool, Question(("law", "data", "talking"), 5, 2), seed=0, steps=1)
    assert not answer.proven
    assert propose(pool, Question(("law", "data", "talking"), 5, 2), seed=0).proven


def test_an_empty_pool_lacks_everything() -> None:
    answer = propose(Candidates.of([]), Question(("law",), decision_maker=True), seed=0)
    assert answer == Answer((), ("law",), True, 1, (False,), True)


@pytest.mark.parametrize(
    "wrong",
    [{"needs": ()}, {"needs": ("a", "a")}, {"needs": tuple("abcdefghijk")}, {"size": 11}, {"units": 0}, {"units": 6}],
)
def test_a_question_without_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"need|team"):
        Question(**{"needs": ("law",), **wrong})  # type: ignore[arg-type]


def test_a_pool_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Candidates.of([(1, LAW, 1, False, 0), (1, DATA, 1, False, 0)])
