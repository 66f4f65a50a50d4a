"""Slips: who opens them, what is kept of a code, what a station may say and how often it counts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from querwerk.codes import digest, grouped, new_code, typed
from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.privacy.actions.switches import switch
from querwerk.trails.actions.slips import end_slip, open_slips, reissue_slip
from querwerk.trails.actions.stamps import Said, stamp_slip, withdraw_stamp
from querwerk.trails.actions.stations import Stop
from querwerk.trails.actions.trails import discard, rewrite_route
from querwerk.trails.insights.live import report_of_slips, way_of_slip
from querwerk.trails.lifecycle import LIVE, MARKS_A_SLIP, MARKS_AN_HOUR, Mark
from querwerk.trails.models import Slip, Stamp, Station, Trail
from querwerk.trails.queries.at_slip import at_slip, slip_behind
from querwerk.trails.queries.marks import slip_stops, visits
from tests.factories import make_unit
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.papers import ROUTE, a_slip, agree, marked, press, station
from tests.slices.trails.people import AT, a_trail, employee, released

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ayse() -> Actor:
    return as_actor(employee())


@pytest.fixture
def trail(ayse: Actor) -> Trail:
    agree()
    return a_trail(ayse, stations=ROUTE)


@pytest.fixture
def slip(trail: Trail, ayse: Actor) -> Slip:
    return a_slip(trail, ayse, AT).slip


# -- codes


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()
    shouted = grouped(code).upper().replace("0", "O").replace("1", "I")
    assert (len(code), typed(shouted), typed(f" {code} ")) == (26, code, code)


@pytest.mark.parametrize("text", ["", "abc", "x" * 27, "ü" * 26, "u" * 26, "\x00" * 26])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert typed(text) == ""


def test_only_the_digest_of_a_code_is_kept(trail: Trail, ayse: Actor) -> None:
    issued = a_slip(trail, ayse, AT)
    row = Slip.objects.values().get()
    assert row["digest"] == digest(issued.code)
    assert issued.code not in repr(row) + repr(list(Entry.objects.values()))


# -- opening, printing anew, ending


def test_a_sample_is_numbered_on_and_each_paper_has_its_own_code(trail: Trail, ayse: Actor) -> None:
    first = open_slips(trail, count=3, by=ayse, at=AT)
    then = open_slips(trail, count=2, by=ayse, at=AT)
    assert [slip.number for slip, _ in [*first, *then]] == [1, 2, 3, 4, 5]
    assert len({code for _, code in [*first, *then]}) == 5
    told = Entry.objects.filter(event="trails.slips_opened").order_by("seq").values_list("facts", flat=True)
    until = [None, "2027-01-21"]
    assert list(told) == [{"slips": [None, "1-3"], "until": until}, {"slips": [None, "4-5"], "until": until}]


def test_without_the_consent_of_the_staff_council_no_slip_is_opened_and_none_takes_marks(
    ayse: Actor,
) -> None:
    trail = a_trail(ayse, stations=ROUTE)
    with pytest.raises(Refused) as refused:
        open_slips(trail, by=ayse, at=AT)
    assert (
        refused.value.sentence == "Laufzettel sind ausgeschaltet: Sie brauchen die Zustimmung der Personalvertretung."
    )
    issued = a_slip(trail, ayse, AT)
    opened = [slip_behind(issued.code, at=AT)]
    switch(LIVE, on=False, consent_on=None, by=as_actor(staff()), at=AT)
    opened.append(slip_behind(issued.code, at=AT))
    assert opened == [issued.slip, None]


@pytest.mark.parametrize(("count", "days"), [(0, 60), (51, 60), (1, 0), (1, 181)])
def test_too_many_and_too_long_is_refused(trail: Trail, ayse: Actor, count: int, days: int) -> None:
    with pytest.raises(Refused):
        open_slips(trail, count=count, days=days, by=ayse, at=AT)
    assert Slip.objects.count() == 0


def test_slips_are_opened_by_the_author_and_once_it_is_released_by_the_staff_unit(ayse: Actor) -> None:
    agree()
    carla, bela = as_actor(staff()), as_actor(employee("bela"))
    draft, shared = a_trail(ayse, "Entwurf"), released(ayse, "Im Haus")
    opened = []
    for actor in (ayse, carla, bela):
        for trail in (draft, shared):
            try:
                open_slips(trail, by=actor, at=AT)
                opened.append((actor.account, trail.title))
            except Refused:
                continue
    assert opened == [("ayse", "Entwurf"), ("ayse", "Im Haus"), (carla.account, "Im Haus")]


def test_a_slip_printed_anew_has_another_code_and_keeps_its_marks(trail: Trail, ayse: Actor) -> None:
    slip, old = a_slip(trail, ayse, AT)
    press(slip, "Poststelle", Mark.ARRIVED, AT)
    new = reissue_slip(slip, by=ayse, at=AT).code
    assert (slip_behind(old, at=AT), slip_behind(new, at=AT)) == (None, slip)
    assert marked(slip) == [("Poststelle", "arrived")]


def test_a_code_opens_until_the_end_of_its_last_day_and_not_once_the_slip_has_ended(trail: Trail, ayse: Actor) -> None:
    slip, code = a_slip(trail, ayse, AT, days=1)
    last = AT.replace(day=23, hour=22, minute=59)  # 23:59 in Berlin
    found = [slip_behind(code, at=at) for at in (AT, last, last + timedelta(minutes=1))]
    assert found == [slip, slip, None]
    end_slip(slip, by=ayse, at=AT)
    assert slip_behind(code, at=AT) is None
    for late in (end_slip, reissue_slip):
        with pytest.raises(Refused):
            late(slip, by=ayse, at=AT)


# -- marks


def test_moments_are_kept_in_steps_of_five_minutes(slip: Slip) -> None:
    press(slip, "Poststelle", Mark.ARRIVED, AT.replace(minute=8, second=59, microsecond=7))
    assert Stamp.objects.get().at == AT.replace(minute=5)


def test_the_same_press_and_the_same_word_again_count_once(slip: Slip) -> None:
    first, new = press(slip, "Poststelle", Mark.ARRIVED, AT, key="eine-seite")
    again = press(slip, "Poststelle", Mark.ARRIVED, AT + HOUR, key="eine-seite")
    scanned_twice = press(slip, "Poststelle", Mark.ARRIVED, AT + 2 * HOUR, key="andere-seite")
    assert (new, again, scanned_twice) == (True, (first, False), (first, False))


def test_who_goes_back_and_presses_something_else_says_something_else(slip: Slip) -> None:
    press(slip, "Poststelle", Mark.ARRIVED, AT, key="eine-seite")
    press(slip, "Poststelle", Mark.DONE, AT, key="eine-seite")
    assert marked(slip) == [("Poststelle", "arrived"), ("Poststelle", "done")]


def test_the_same_key_cannot_stand_twice_in_the_database(slip: Slip) -> None:
    stamp, _ = press(slip, "Poststelle", Mark.ARRIVED, AT)
    row = {"slip": slip, "station": stamp.station, "mark": "done", "at": AT, "key": stamp.key}
    with pytest.raises(IntegrityError), transaction.atomic():
        Stamp.objects.create(**row)
    Stamp.objects.create(**{**row, "key": "another"})  # negative control


def test_a_paper_goes_back_to_another_station_of_its_own_trail(slip: Slip, ayse: Actor) -> None:
    foreign = a_trail(ayse, "Anderer Weg", stations=["Kasse"])
    for back in (None, station(slip.trail, "Poststelle"), station(foreign, "Kasse")):
        said = Said("key", Mark.RETURNED, station(slip.trail, "Poststelle"), returned_to=back)
        with pytest.raises(Refused):
            stamp_slip(slip, said, at=AT)
    press(slip, "Bauordnungsamt", Mark.RETURNED, AT, back="Poststelle")
    assert Stamp.objects.get().returned_to == station(slip.trail, "Poststelle")


def test_a_station_of_another_trail_does_not_speak(slip: Slip, ayse: Actor) -> None:
    foreign = station(a_trail(ayse, "Anderer Weg", stations=["Kasse"]), "Kasse")
    with pytest.raises(Refused):
        stamp_slip(slip, Said("key", Mark.ARRIVED, foreign), at=AT)


def test_a_late_entry_is_neither_to_come_nor_before_the_slip(slip: Slip) -> None:
    place = station(slip.trail, "Poststelle")
    for when in (AT + timedelta(days=1, minutes=1), AT - timedelta(minutes=5)):
        with pytest.raises(Refused):
            stamp_slip(slip, Said("key", Mark.DONE, place, when=when), at=AT + timedelta(days=1))
    stamp_slip(slip, Said("key", Mark.DONE, place, when=AT + HOUR), at=AT + timedelta(days=1))
    assert Stamp.objects.get().at == AT + HOUR


def test_a_station_that_nobody_planned_is_a_unit_of_the_line_added_once(slip: Slip) -> None:
    legal = make_unit("Rechtsamt")
    for mark in (Mark.ARRIVED, Mark.DONE):
        stamp_slip(slip, Said(f"key {mark}", mark, unit=legal), at=AT)
    met = Station.objects.filter(trail=slip.trail, position__isnull=True).values_list("name", "unit", "position")
    assert (list(met), marked(slip)) == (
        [("Rechtsamt", legal.pk, None)], [("Rechtsamt", "arrived"), ("Rechtsamt", "done")]
    )  # fmt: skip


def test_a_unit_that_is_planned_already_is_not_met_a_second_time(ayse: Actor) -> None:
    legal = make_unit("Rechtsamt")
    trail = a_trail(ayse, "Satzung", stations=[Stop("Rechtsamt", unit=legal)])
    slip = a_slip(trail, ayse, AT).slip
    stamp_slip(slip, Said("key", Mark.ARRIVED, unit=legal), at=AT)
    assert trail.stations.count() == 1


def test_the_last_mark_is_taken_back_and_leaves_nothing(slip: Slip) -> None:
    legal = make_unit("Rechtsamt")
    press(slip, "Poststelle", Mark.DONE, AT)
    stamp, _ = stamp_slip(slip, Said("key", Mark.ARRIVED, unit=legal), at=AT)
    with pytest.raises(Refused):
        withdraw_stamp(slip, Stamp.objects.earliest("pk").pk, at=AT)
    for _time in range(2):  # said twice it stays done
        withdraw_stamp(slip, stamp.pk, at=AT)
    assert marked(slip) == [("Poststelle", "done")]
    assert not Station.objects.filter(unit=legal).exists()


def test_a_leaked_code_cannot_flood_the_house(slip: Slip) -> None:
    def flood(at: datetime, number: int) -> int:
        before = slip.stamps.count()
        for turn in range(number):
            try:
                press(slip, ROUTE[turn % 2], Mark.ARRIVED, at, key=f"{at} {turn}")
            except Refused:
                break
        return slip.stamps.count() - before

    assert flood(AT, MARKS_AN_HOUR + 5) == MARKS_AN_HOUR
    days = [flood(AT + timedelta(days=day), MARKS_AN_HOUR) for day in range(1, 8)]
    assert (sum(days), slip.stamps.count()) == (MARKS_A_SLIP - MARKS_AN_HOUR, MARKS_A_SLIP)


def test_marks_write_nothing_into_the_journal(slip: Slip) -> None:
    before = Entry.objects.count()
    press(slip, "Poststelle", Mark.ARRIVED, AT)
    assert Entry.objects.count() == before


def test_a_draft_goes_with_its_marks_and_a_new_route_keeps_the_stations_that_spoke(slip: Slip, ayse: Actor) -> None:
    press(slip, "Bauordnungsamt", Mark.RETURNED, AT, back="Poststelle")
    version = slip.trail.version
    rewrite_route(slip.trail.slug, stations=[Stop("Kasse")], version=version, by=ayse, at=AT)
    kept = Station.objects.order_by("name").values_list("name", "position")
    assert list(kept) == [("Bauordnungsamt", None), ("Kasse", 1), ("Poststelle", None)]
    discard(slip.trail.slug, version=version + 1, by=ayse, at=AT)
    assert (Trail.objects.count(), Station.objects.count(), Stamp.objects.count()) == (0, 0, 0)


# -- what is shown and counted


def test_the_likely_next_station_stands_first(slip: Slip) -> None:
    def first() -> str:
        return at_slip(slip, on=AT.date()).stations[0].name

    seen = [first()]
    for name, mark, back in (
        ("Poststelle", Mark.ARRIVED, ""), ("Poststelle", Mark.DONE, ""), ("Bauordnungsamt", Mark.DONE, ""),
        ("Amtsleitung", Mark.RETURNED, "Bauordnungsamt"), ("Amtsleitung", Mark.DONE, ""),
    ):  # fmt: skip
        press(slip, name, mark, AT + len(seen) * HOUR, back=back)
        seen.append(first())
    assert seen == ["Poststelle", "Poststelle", "Bauordnungsamt", "Amtsleitung", "Bauordnungsamt", "Poststelle"]


def test_marks_become_visits_however_little_was_said() -> None:
    a, b, c = AT, AT + HOUR, AT + 2 * HOUR
    told = [
        [(1, Mark.ARRIVED, a), (1, Mark.DONE, b), (2, Mark.ARRIVED, b), (2, Mark.RETURNED, c)],
        [(1, Mark.ARRIVED, a), (2, Mark.ARRIVED, b), (3, Mark.DONE, c)],  # two that never said they were done
        [(1, Mark.DONE, a), (1, Mark.DONE, b)],
        [],
    ]
    assert [list(visits(marks)) for marks in told] == [
        [(1, b, a), (2, c, b)],
        [(1, a, None), (2, b, None), (3, c, None)],
        [(1, a, None), (1, b, None)],
        [],
    ]


def test_slips_are_a_table_of_events(trail: Trail, ayse: Actor) -> None:
    assert slip_stops(trail, on=AT.date()).height == 0
    for slip, _code in open_slips(trail, count=2, by=ayse, at=AT):
        for hours, (name, mark) in enumerate(
            [("Poststelle", Mark.ARRIVED), ("Poststelle", Mark.DONE), ("Amtsleitung", Mark.ARRIVED)]
        ):
            press(slip, name, mark, AT + hours * HOUR)
    found = slip_stops(trail, on=AT.date()).select("case", "station", "at", "started_at").rows()
    one = [("Poststelle", AT + HOUR, AT), ("Amtsleitung", AT + 2 * HOUR, None)]
    assert found == [(case, *row) for case in (1, 2) for row in one]


def test_times_are_counted_from_ten_papers_on_hands_from_the_first(trail: Trail, ayse: Actor) -> None:
    told = []
    for papers in (9, 1):
        for slip, _code in open_slips(trail, count=papers, by=ayse, at=AT):
            press(slip, "Poststelle", Mark.ARRIVED, AT)
            press(slip, "Amtsleitung", Mark.DONE, AT + HOUR)
        report = report_of_slips(trail.pk, on=AT.date())
        told.append((report.cases, report.hands.median, report.days.cases, report.waiting_days.cases))
    assert told == [(9, 2, 0, 0), (10, 2, 10, 10)]


def test_the_way_of_one_paper_is_drawn_from_its_own_marks(trail: Trail, ayse: Actor) -> None:
    (one, _), (other, _) = open_slips(trail, count=2, by=ayse, at=AT)
    assert way_of_slip(one, "Bauantrag", on=AT.date()) is None
    press(one, "Poststelle", Mark.DONE, AT)
    press(one, "Amtsleitung", Mark.RETURNED, AT + HOUR, back="Poststelle")
    press(one, "Poststelle", Mark.ARRIVED, AT + 2 * HOUR)
    press(other, "Bauordnungsamt", Mark.ARRIVED, AT)
    way = way_of_slip(one, "Bauantrag", on=AT.date())
    assert way is not None
    assert [stop.name for stop in way.stops] == ["Poststelle", "Amtsleitung"]
    assert [(move.leaves, move.reaches) for move in way.handovers] == [(0, 1), (1, 0)]
