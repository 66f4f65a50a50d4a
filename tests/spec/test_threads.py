"""The order of stations on a way, its length, its gaps: values alone."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from querwerk.threads import Kind, Stage, Station, excerpt, way_of

TODAY = date(2026, 11, 22)
IDS = {name: uuid4() for name in ("finding", "inquiry", "sprint", "idea", "other", "team", "project", "hidden")}


def a_stage(name: str, *origins: str, kind: Kind, since: date, **more: object) -> Stage:
    return Stage(IDS[name], tuple(IDS[one] for one in origins), kind, name, f"/{name}/", "läuft", "info", since, **more)  # type: ignore[arg-type]


INQUIRY = a_stage("inquiry", kind=Kind.INQUIRY, since=date(2026, 1, 1), until=date(2026, 1, 9), said="Ja")
SPRINT = a_stage("sprint", "inquiry", kind=Kind.SPRINT, since=date(2026, 3, 1))
IDEA = a_stage("idea", "sprint", kind=Kind.IDEA, since=date(2026, 3, 1), out_of=Kind.SPRINT)
TEAM = a_stage("team", "idea", kind=Kind.TEAM, since=date(2026, 3, 2), next="Begehung", next_on=date(2026, 12, 1))
PROJECT = a_stage("project", "idea", "team", kind=Kind.PROJECT, since=date(2026, 3, 3), next="Abwägung")


def names(*found: Stage, here: str = "inquiry") -> list[str]:
    return [station.stage.title for station in way_of(IDS[here], found).stations]


def test_stations_stand_in_the_order_of_their_days() -> None:
    assert names(PROJECT, TEAM, IDEA, SPRINT, INQUIRY) == ["inquiry", "sprint", "idea", "team", "project"]


def test_nothing_stands_before_what_it_grew_from_whatever_the_days_say() -> None:
    early = a_stage("project", "team", kind=Kind.PROJECT, since=date(2025, 1, 1))
    assert names(early, TEAM, IDEA) == ["idea", "team", "project"]


def test_things_that_grew_from_each_other_still_end() -> None:
    one = a_stage("idea", "other", kind=Kind.PROJECT, since=date(2026, 1, 1))
    other = a_stage("other", "idea", kind=Kind.PROJECT, since=date(2026, 1, 2))
    assert names(one, other, here="idea") == ["idea", "other"]


def test_what_stands_right_behind_its_origin_does_not_say_so_again() -> None:
    other = a_stage("other", "sprint", kind=Kind.IDEA, since=date(2026, 3, 2))
    said = [(station.stage.title, station.after) for station in way_of(IDS["idea"], [SPRINT, IDEA, other]).stations]
    assert said == [("sprint", ()), ("idea", ()), ("other", ("sprint",))]


def test_a_project_of_a_team_grew_from_the_team_and_not_once_more_from_its_idea() -> None:
    assert way_of(IDS["team"], [IDEA, TEAM, PROJECT]).stations[-1] == Station(PROJECT)


def test_an_origin_that_is_not_seen_is_not_spoken_of() -> None:
    """That a sprint grew from something confidential must not be guessed: no name, no gap, no day."""
    seen = a_stage("sprint", "hidden", kind=Kind.SPRINT, since=date(2026, 3, 1))
    plain = a_stage("sprint", kind=Kind.SPRINT, since=date(2026, 3, 1))
    with_origin, without = way_of(IDS["sprint"], [seen]), way_of(IDS["sprint"], [plain])
    assert (
        [(s.after, s.gap) for s in with_origin.stations] == [(s.after, s.gap) for s in without.stations] == [((), None)]
    )
    assert with_origin.days(TODAY) == without.days(TODAY)


def test_what_everybody_knows_to_lie_before_is_a_gap() -> None:
    """Every idea comes out of a sprint: that there was one says nothing."""
    assert [station.gap for station in way_of(IDS["idea"], [IDEA, TEAM]).stations] == [Kind.SPRINT, None]
    assert [station.gap for station in way_of(IDS["idea"], [SPRINT, IDEA]).stations] == [None, None]


def test_a_way_is_as_long_as_from_its_first_day_until_today_or_its_end() -> None:
    assert way_of(IDS["inquiry"], [INQUIRY, SPRINT]).days(TODAY) == 325
    ended = way_of(IDS["inquiry"], [INQUIRY])
    assert (ended.ended_on, ended.days(TODAY)) == (date(2026, 1, 9), 8)


def test_a_statement_ends_nothing() -> None:
    said = a_stage("other", "project", kind=Kind.STATEMENT, since=date(2026, 5, 1))
    done = a_stage("project", kind=Kind.PROJECT, since=date(2026, 1, 1), until=date(2026, 6, 1))
    assert way_of(IDS["project"], [done, said]).ended_on == date(2026, 6, 1)
    assert way_of(IDS["project"], [PROJECT, said]).ended_on is None


def test_what_comes_next_stands_with_the_nearest_day_first() -> None:
    assert [stage.title for stage in way_of(IDS["team"], [PROJECT, TEAM, IDEA]).upcoming(TODAY)] == ["team", "project"]


def test_a_long_text_is_cut_at_a_word() -> None:
    assert excerpt("# Ja,\n\nwir **kommen**.") == "Ja, wir kommen."
    long = excerpt("wort " * 100)
    assert (len(long) <= 282, long.endswith("wort …")) == (True, True)
