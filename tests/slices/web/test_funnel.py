"""The funnel: what the staff unit counts, what everybody may know of a year that is over."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from querwerk.intake.lifecycle import State
from querwerk.intake.models import Inquiry
from querwerk.intake.queries.threads import of_states
from querwerk.journal.actions import Actor, Event, record
from querwerk.projects.lifecycle import State as ProjectState
from querwerk.projects.queries.threads import of_states as of_project
from querwerk.threads import At, Spell
from querwerk.web.funnel import sentence, window_of
from querwerk.web.insights.funnel import Shown, Window, exact, shown
from tests.factories import make_project
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import employee

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
YEAR = Window(date(2026, 1, 1), TODAY, TODAY)
D = date(2026, 3, 2)


@pytest.fixture
def carla() -> Actor:
    return as_actor(staff())


def an_inquiry(*moves: tuple[int, State], **fields: Any) -> Inquiry:
    """An inquiry that came in on 2 March and changed its state so many days later."""
    last = moves[-1][1] if moves else State.SUBMITTED
    answered = {"answer": "…", "answered_at": AT} if last in (State.DECLINED, State.CLOSED, State.REFERRED) else {}
    found = Inquiry.objects.create(
        **{"title": "Anfrage", "concern": "…", "state": last.value, "received_at": AT, **answered, **fields}
    )
    for days, state in moves:
        facts = {"state": ["", state.value]}
        record(Event("intake.moved", found.thread, facts=facts), by=Actor("Stabsstelle"), at=AT + timedelta(days))
    return found


def test_an_inquiry_waits_until_it_is_taken_up_or_answered() -> None:
    assert of_states(D, []) == [Spell(At.ASKED, D)]
    assert of_states(D, [(D + timedelta(3), State.DECLINED)]) == [Spell(At.ASKED, D, D + timedelta(3), "declined")]
    taken = [(D + timedelta(1), State.ACKNOWLEDGED), (D + timedelta(4), State.ACCEPTED)]
    assert of_states(D, taken) == [Spell(At.ASKED, D, D + timedelta(4)), Spell(At.ACCEPTED, D + timedelta(4))]
    closed = [*taken, (D + timedelta(9), State.CLOSED)]
    assert of_states(D, closed)[1] == Spell(At.ACCEPTED, D + timedelta(4), D + timedelta(9), "closed")
    assert of_states(D, closed, D + timedelta(8))[1] == Spell(At.ACCEPTED, D + timedelta(4), D + timedelta(8))


def test_a_project_counts_at_each_stage_it_reached() -> None:
    moved = [(date(2026, 1, 1), ProjectState.CANDIDATE), (date(2026, 2, 1), ProjectState.PRIORITIZED),
             (date(2026, 4, 1), ProjectState.RUNNING), (date(2026, 5, 1), ProjectState.DELAYED)]  # fmt: skip
    assert of_project(moved) == [
        Spell(At.CANDIDATE, date(2026, 1, 1), date(2026, 2, 1)),
        Spell(At.PRIORITIZED, date(2026, 2, 1), date(2026, 4, 1)),
        Spell(At.DECIDED, date(2026, 4, 1)),
    ]
    stopped = [*moved, (date(2026, 6, 1), ProjectState.STOPPED)]
    assert of_project(stopped)[-1] == Spell(At.DECIDED, date(2026, 4, 1), date(2026, 6, 1), "stopped")
    done = [*moved, (date(2026, 6, 1), ProjectState.COMPLETED)]
    assert of_project(done)[-2:] == [
        Spell(At.DECIDED, date(2026, 4, 1), date(2026, 6, 1)), Spell(At.DELIVERED, date(2026, 6, 1), date(2026, 6, 1))
    ]  # fmt: skip
    assert of_project([(date(2026, 1, 1), ProjectState.RUNNING)]) == [Spell(At.DECIDED, date(2026, 1, 1))]


def test_the_staff_unit_counts_every_inquiry_it_may_see(carla: Actor) -> None:
    an_inquiry()
    an_inquiry((2, State.ACCEPTED))
    an_inquiry((4, State.ACCEPTED), (10, State.CLOSED))
    an_inquiry((6, State.DECLINED))
    an_inquiry(state=State.DRAFT.value)
    found = exact(carla, YEAR)
    asked, taken = found[At.ASKED], found[At.ACCEPTED]
    assert (asked.came, asked.on, dict(asked.ended), asked.open, asked.middle) == (4, 2, {"declined": 1}, 1, 5.0)
    assert (taken.came, taken.on, dict(taken.ended), taken.open) == (2, 0, {"closed": 1}, 1)
    with override("de"):
        assert sentence(found) == (
            "4 Anfragen und Ideen kamen an: 2 angenommen, 1 anders beantwortet, 1 noch offen. "
            "Bei der Hälfte dauerte es bis zur Antwort höchstens 5 Tage."
        )


def test_who_may_see_nothing_counts_nothing() -> None:
    an_inquiry()
    assert exact(as_actor(employee()), YEAR)[At.ASKED].came == 0


def test_what_came_in_another_year_is_not_counted(carla: Actor) -> None:
    an_inquiry(received_at=AT.replace(year=2025))
    assert exact(carla, YEAR)[At.ASKED].came == 0


def asked(count: int, days: int, ended: str = "") -> Iterator[Spell]:
    return (Spell(At.ASKED, D, D + timedelta(days), ended) for _ in range(count))


def test_of_a_few_inquiries_everybody_learns_nothing_of_many_rounded_figures() -> None:
    few = shown([*asked(20, 3), *asked(9, 5, "declined")], on=TODAY)
    assert few[0] == Shown(At.ASKED, None)
    many = shown([*asked(33, 3), *asked(4, 5, "declined"), *asked(2, 5, "closed"), *asked(14, 5, "referred")], on=TODAY)
    assert (many[0].came, many[0].middle) == (55, 3)
    alone = {fates: count for fates, count in many[0].fates if len(fates) == 1}
    assert (alone, many[0].on) == (
        {("on",): 35},
        35,
    )  # the few that were declined or answered stand together with others
    assert all(count >= 10 for _fates, count in many[0].fates)


def told(on: int, declined: int, waiting: int) -> tuple[Any, ...]:
    """What the first two stages tell of so many inquiries; of the days only whether they are told."""
    taken = [Spell(At.ACCEPTED, D) for _ in range(on)]
    spells = [*asked(on, 3), *taken, *asked(declined, 5, "declined"), *(Spell(At.ASKED, D) for _ in range(waiting))]
    return tuple((one.came, one.on, one.fates, one.middle is None) for one in shown(spells, on=TODAY)[:2])


def small(groups: dict[tuple[Any, ...], list[tuple[int, int, int]]]) -> list[tuple[Any, ...]]:
    """The tables from which somebody learns that some groups of fates have one to nine members."""
    return [
        table
        for table, worlds in groups.items()
        for which in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
        if all(1 <= sum(world[fate] for fate in which) <= 9 for world in worlds)
    ]


def test_from_two_stages_nobody_learns_more_of_a_few_than_from_one() -> None:
    """Every number of inquiries that went on, were declined or wait, up to 42; those that could be more are left out.
    Control: with the second stage beside what the first one hides, small groups can be told apart."""
    tables: dict[tuple[Any, ...], list[tuple[int, int, int]]] = defaultdict(list)
    leaky: dict[tuple[Any, ...], list[tuple[int, int, int]]] = defaultdict(list)
    for on, declined, waiting in product(range(43), repeat=3):
        if 30 <= on + declined + waiting <= 42:
            first, second = told(on, declined, waiting)
            tables[first, second].append((on, declined, waiting))
            leaky[first, on // 5].append((on, declined, waiting))
    whole = {table: worlds for table, worlds in tables.items() if max(map(sum, worlds)) < 40}
    assert (len(whole) > 50, small(whole)) == (True, [])
    assert len(small(leaky)) > 50


def test_the_days_of_a_few_are_not_told() -> None:
    """Thirty came, so they are counted; but only twelve have left, and their middle could be one of theirs."""
    waiting = [Spell(At.ASKED, D) for _ in range(20)]
    line = shown([*asked(12, 3), *waiting], on=TODAY)[0]
    assert (line.came, line.middle) == (30, None)


def test_candidates_are_as_closed_as_inquiries_and_what_is_prioritised_is_not() -> None:
    found = {line.at: line for line in shown([Spell(At.CANDIDATE, D), Spell(At.DECIDED, D, TODAY)], on=TODAY)}
    assert (found[At.CANDIDATE].came, found[At.DECIDED].came, found[At.DECIDED].on) == (None, 1, 1)


def test_the_address_chooses_the_time() -> None:
    assert window_of("2025", TODAY) == Window(date(2025, 1, 1), date(2025, 12, 31), TODAY)
    assert window_of("2026", TODAY).until == TODAY
    for odd in ("", "1999", "2027", "x", "²⁰²⁶", "99999999999"):
        assert window_of(odd, TODAY) == Window(TODAY - timedelta(365), TODAY, TODAY)


def test_pages_and_files(client: Client) -> None:
    make_project("Eins", state="running")
    for path in ("", "export.csv", "export.xlsx", "export.json"):
        assert (path, client.get(f"/faden/trichter/{path}").status_code) == (path, 200)
        assert (path, client.get(f"/faden/trichter/genau/{path}").status_code) == (path, 302)
    assert client.get("/faden/trichter/export.pdf").status_code == 404
    sign_in(client, staff())
    an_inquiry((2, State.ACCEPTED), received_at=datetime.now(UTC) - timedelta(5))
    page = client.get("/faden/trichter/genau/").content.decode()
    assert "Eine Anfrage oder Idee kam an" in page
    found = json.loads(client.get("/faden/trichter/genau/export.json").content)
    assert found["stages"][0]["came"] == 1
    for path in ("genau/export.csv?jahr=2026", "genau/export.xlsx"):
        assert client.get(f"/faden/trichter/{path}").status_code == 200


def test_many_inquiries_take_no_more_statements_than_one(carla: Actor) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            exact(carla, YEAR)
        return len(seen)

    an_inquiry((2, State.ACCEPTED))
    one = statements()
    for _ in range(5):
        an_inquiry((2, State.ACCEPTED), (4, State.CLOSED))
        make_project(state="candidate")
    assert statements() == one
    assert one <= 10
