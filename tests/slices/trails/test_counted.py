"""What was counted of a trail: which pictures and tables come of it, who sees them, and what stays unsaid."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import polars as pl
import pytest
from django.test import Client
from django.utils import translation

from querwerk.analysis.handoffs import HandoffReport, count_handoffs
from querwerk.trails.actions.stations import Stop
from querwerk.trails.insights import telling
from querwerk.trails.insights.comparing import compared
from querwerk.trails.insights.counting import counted, report_of_log, report_of_plan
from querwerk.trails.insights.ways import MOST_PLANNED, way_of_plan, way_of_report
from querwerk.trails.insights.words import figure, hands_of, span, times
from querwerk.trails.lifecycle import Mark
from querwerk.trails.models import Log, Trail
from querwerk.trails.queries.stops import PlanStop
from querwerk.trails.queries.trails import trail_page
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.papers import a_slip, press
from tests.slices.trails.people import AT, a_trail, employee, published, released

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
STATIONS = ("Poststelle", "Kämmerei", "Rechtsamt", "Kämmerei", "Amtsleitung")


@pytest.fixture(autouse=True)
def _german_and_fresh() -> Any:
    report_of_log.cache_clear()
    with translation.override("de"):
        yield


def events(cases: int, stations: Sequence[str] = STATIONS, first: int = 0) -> pl.DataFrame:
    """So many papers on the same way, a day a station."""
    rows = [
        (case, station, BEGIN + timedelta(days=400 * (case % 2) + place))
        for case in range(first, first + cases)
        for place, station in enumerate(stations)
    ]
    schema = {"case": pl.Int64, "station": pl.String, "at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        unit=pl.col("station"),
        department=pl.when(pl.col("station") == "Rechtsamt").then(pl.lit("D2")).otherwise(pl.lit("D1")),
    )


def a_log(trail: Trail, frame: pl.DataFrame, name: str = "protokoll.csv") -> Log:
    """A log that was read in."""
    packed = io.BytesIO()
    frame.write_parquet(packed)
    return Log.objects.create(
        trail=trail, source="csv", file_name=name, imported_at=AT, cases=frame["case"].n_unique(),
        events=len(frame), packed=packed.getvalue(),
    )  # fmt: skip


def planned(name: str, *, wait: float = 0, touch: int = 0, **more: Any) -> PlanStop:
    about = {"department": "", "medium_break": False, "may_return": False, "beside": False, "place": ""} | more
    unit = "" if about["place"] else name
    return PlanStop(
        pk=0, position=1, name=name, unit=unit, unit_name=unit, unit_slug="", activity="edits",
        touch_minutes=touch, waiting_days=wait, **about,
    )  # fmt: skip


def report(cases: int = 20) -> HandoffReport:
    return count_handoffs(events(cases))


# -- words


def test_spans_shares_and_counts_are_written_as_people_say_them() -> None:
    assert [span(days) for days in (1 / 72, 0.25, 1, 2.54, 41.7)] == [
        "20 Minuten",
        "6 Stunden",
        "1 Tag",
        "2,5 Tage",
        "42 Tage",
    ]
    assert [figure(value) for value in (11, 4.25, 1434.5, 0)] == ["11", "4,2", "1.434,5", "0"]
    assert [times(count) for count in (7, 1434, 117000, 2_500_000)] == ["7×", "1.434×", "117 T×", "2,5 Mio.×"]


def test_the_sentence_that_matters_takes_a_german_article_where_it_is_sure() -> None:
    titles = ("Dienstreiseantrag", "Beschaffung eines Notebooks", "Urlaub")
    assert [hands_of(11, title) for title in titles] == [
        "Durch 11 Hände geht ein Dienstreiseantrag", "Durch 11 Hände geht eine Beschaffung eines Notebooks",
        "Urlaub: durch 11 Hände"]  # fmt: skip
    with translation.override("en"):
        assert hands_of(1, "Dienstreiseantrag") == "Dienstreiseantrag: through 1 hand"


# -- ways


def test_of_cases_the_picture_shows_stations_in_the_order_of_the_way_and_returns() -> None:
    way = way_of_report(report(), "Weg")
    assert [(stop.name, stop.lane) for stop in way.stops] == [
        ("Poststelle", "D1"), ("Kämmerei", "D1"), ("Rechtsamt", "D2"), ("Amtsleitung", "D1")]  # fmt: skip
    assert [(one.leaves, one.reaches, one.label) for one in way.handovers if one.back] == [(2, 1, "20×")]


def test_fewer_than_ten_cases_show_no_time_and_ten_do() -> None:
    few, enough = (way_of_report(report(cases), "Weg") for cases in (9, 10))
    assert [[note for note in way.stops[2].notes if "Liegezeit" in note] for way in (few, enough)] == [
        [], ["1 Tag Liegezeit"]]  # fmt: skip
    tables = [{one.key: one for one in telling.sections_of(report(cases))} for cases in (9, 10)]
    assert [row[7] for row in tables[0]["stations"].rows] == [None] * 4
    assert [row[3] for row in tables[0]["handovers"].rows] == [None] * 4
    assert sorted(row[3] for row in tables[1]["handovers"].rows if row[3] is not None) == [1.0, 1.0, 1.0, 1.0]


def test_a_station_that_only_few_of_many_passed_is_not_drawn_but_named_as_left_out() -> None:
    frame = pl.concat([events(40), events(3, ("Poststelle", "Sonderfall"), first=100)])
    way = way_of_report(count_handoffs(frame), "Weg")
    assert "Sonderfall" not in [stop.name for stop in way.stops]
    assert way.left_out == "Nicht gezeichnet: 1 seltenere Station, 3 Übergaben (1,8 %)."


def test_fast_and_slow_are_told_apart_from_forty_cases_on() -> None:
    slow = events(20, ("Poststelle", "Rechtsamt", "Kämmerei", "Rechtsamt", "Amtsleitung"), first=100)
    quick = events(20, ("Poststelle", "Amtsleitung"))
    keys = [
        [one.key for one in telling.sections_of(count_handoffs(frame)) if one.key == "differences"]
        for frame in (pl.concat([quick, slow.head(95)]), pl.concat([quick, slow]))
    ]
    assert keys == [[], ["differences"]]


def test_a_plan_is_drawn_whole_with_breaks_returns_and_what_goes_side_by_side() -> None:
    stops = [planned("A", touch=30), planned("B", wait=3, medium_break=True, may_return=True),
             planned("C", beside=True), planned("D")]  # fmt: skip
    way = way_of_plan(stops, "Weg")
    assert [(one.leaves, one.reaches) for one in way.handovers] == [(0, 1), (1, 0), (0, 2), (1, 3), (2, 3)]
    assert [(stop.notes, stop.medium_break, stop.waiting) for stop in way.stops[:3]] == [
        (("30 Minuten Arbeit",), "", 0.0), (("3 Tage Liegezeit",), "Medienbruch", 1.0),
        (("gleichzeitig",), "", 0.0)]  # fmt: skip


def test_two_thousand_stations_do_not_burst_the_picture() -> None:
    way = way_of_plan([planned(f"Station {number}") for number in range(2000)], "Weg")
    assert (len(way.stops), way.left_out) == (MOST_PLANNED, "1.940 weitere Stationen stehen in der Tabelle.")
    many = events(20, [f"Station {number}" for number in range(300)])
    assert len(way_of_report(count_handoffs(many), "Weg").stops) == 18


def test_a_plan_counts_like_one_case_that_goes_as_planned() -> None:
    stops = [planned("A", wait=1, touch=60), planned("B", wait=2, touch=60), planned("C", wait=1, beside=True),
             planned("A", touch=60, medium_break=True)]  # fmt: skip
    found = report_of_plan(stops)
    figures = (
        found.hands.mean,
        found.handovers.mean,
        found.rework.mean,
        found.medium_breaks and found.medium_breaks.mean,
    )
    assert figures == (3, 3, 1, 1)
    assert round(found.days.mean * 24, 6) == 24 + 48 + 3
    assert (found.years, found.skipped) == ((), {})


def test_stations_of_one_name_in_two_units_are_two_hands() -> None:
    stops = [planned("Poststelle", place="Hauptamt"), planned("Poststelle", place="Bauamt"), planned("Kämmerei")]
    assert report_of_plan(stops).stations == ("Poststelle (Hauptamt)", "Poststelle (Bauamt)", "Kämmerei")


# -- two side by side


@pytest.mark.django_db
def test_two_counts_side_by_side_say_what_differs() -> None:
    ayse = as_actor(employee())
    trail = a_trail(ayse, stations=["Poststelle", "Kämmerei"])
    log = a_log(trail, events(12))
    page = trail_page(trail.slug, ayse)
    assert page is not None
    plan, real = counted(page, "plan", on=AT.date()), counted(page, str(log.pk), on=AT.date())
    assert plan is not None and real is not None
    found = compared(plan, real)
    assert found.sentence == "Plan: 2 Hände, protokoll.csv: 4, also 2 mehr."
    assert [(line.name, line.one, line.other, line.difference) for line in found.lines][:2] == [
        ("Hände", "2", "4", "+ 2"), ("Übergaben", "1", "4", "+ 3")]  # fmt: skip
    assert [pair.name for pair in found.picture.pairs][:2] == ["Hände", "Übergaben"]


@pytest.mark.django_db
def test_two_years_of_one_log_stand_side_by_side(client: Client) -> None:
    trail = published(as_actor(employee()), as_actor(staff()))
    log = a_log(trail, pl.concat([events(40), events(10, ("Poststelle", "Amtsleitung"), first=100)]))
    report_page = client.get(f"/laufwege/{trail.slug}/protokoll/{log.pk}/").content.decode()
    found = re.search(r'href="([^"]*vergleich[^"]*-2026[^"]*)"', report_page)
    assert found is not None
    page = client.get(html.unescape(found[1])).content.decode()
    assert "protokoll.csv, 2026 und protokoll.csv, 2027: beide Male 4 Hände." in page
    assert len(re.findall(r'<option value="[^"]*-20\d\d" selected>', page)) == 2
    assert client.get(f"/laufwege/{trail.slug}/protokoll/{log.pk}-1999/").status_code == 404


# -- pages


@pytest.mark.django_db
def test_every_count_of_a_trail_has_its_page_files_and_poster(client: Client) -> None:
    ayse = as_actor(employee())
    trail = published(ayse, as_actor(staff()), stations=["Poststelle", "Kämmerei"])
    log = a_log(trail, events(20))
    slip = a_slip(trail, ayse, AT).slip
    press(slip, "Poststelle", Mark.DONE, AT + timedelta(hours=1))
    press(slip, "Kämmerei", Mark.DONE, AT + timedelta(hours=30))
    here = f"/laufwege/{trail.slug}"
    assert f"?a={trail.slug}:plan&amp;b={trail.slug}:{log.pk}" in client.get(f"{here}/").content.decode()
    for source, sentence in (("plan", "Durch 2 Hände"), ("zettel", "Durch 2 Hände"), (log.pk, "Durch 4 Hände")):
        page = client.get(f"{here}/protokoll/{source}/")
        assert (page.status_code, sentence in page.content.decode()) == (200, True), source
        assert client.get(f"{here}/plakat.pdf?aus={source}").content[:5] == b"%PDF-"
        assert (
            json.loads(client.get(f"{here}/protokoll/{source}/zahlen.json").content)["figures"][0]["figure"] == "Hände"
        )
        table = csv.reader(
            io.StringIO(client.get(f"{here}/protokoll/{source}/zahlen.csv").content.decode("utf-8-sig")), delimiter=";"
        )
        assert next(table) == ["Tabelle", "Zeile", "Was", "Zahl"]
        sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{here}/protokoll/{source}/zahlen.xlsx").content)).active
        assert sheet is not None and sheet["A1"].value == "Tabelle"


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["protokoll/987/", "protokoll/kein/", "protokoll/zettel/", "protokoll/-2010/",
                                 "protokoll/9-/", "protokoll/9-99999999999/", "protokoll/plan/zahlen.exe",
                                 "plakat.pdf?blatt=a0", "plakat.pdf?aus=zettel"])  # fmt: skip
def test_what_is_not_there_cannot_be_counted(client: Client, end: str) -> None:
    trail = published(as_actor(employee()), as_actor(staff()))
    assert client.get(f"/laufwege/{trail.slug}/{end}").status_code == 404


@pytest.mark.django_db
def test_the_count_of_a_draft_is_seen_by_its_author_alone(client: Client) -> None:
    ayse, bela = employee(), employee("bela")
    trail = a_trail(as_actor(ayse))
    log = a_log(trail, events(12))
    shared = released(as_actor(bela), "Im Haus")
    paths = [
        f"/laufwege/{trail.slug}/{end}" for end in ("protokoll/plan/", f"protokoll/{log.pk}/zahlen.csv", "plakat.pdf")
    ]
    paths.append(f"/laufwege/vergleich/?a={trail.slug}:plan&b={trail.slug}:{log.pk}")
    answers = [[client.get(path).status_code for path in paths]]
    for account in (bela, ayse):
        sign_in(client, account)
        answers.append([client.get(path).status_code for path in paths])
        assert (trail.slug in client.get("/laufwege/vergleich/").content.decode()) is (account is ayse)
        assert shared.slug in client.get("/laufwege/vergleich/").content.decode()
    assert answers == [[404] * 4, [404] * 4, [200] * 4]


@pytest.mark.django_db
def test_a_log_of_another_trail_is_not_found_by_its_number(client: Client) -> None:
    ayse, carla = employee(), staff()
    hidden, shown = a_trail(as_actor(ayse), "Geheim"), published(as_actor(ayse), as_actor(carla), "Offen")
    log = a_log(hidden, events(12))
    paths = [f"/laufwege/{shown.slug}/protokoll/{log.pk}/", f"/laufwege/{shown.slug}/plakat.pdf?aus={log.pk}",
             f"/laufwege/vergleich/?a={shown.slug}:{log.pk}&b={shown.slug}:plan"]  # fmt: skip
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.django_db
def test_a_hostile_name_is_a_word_in_every_picture_and_file(client: Client) -> None:
    evil = '=cmd|"/c calc"!A1'
    trail = published(as_actor(employee()), as_actor(staff()), stations=[Stop("<script>alert(1)</script>"), Stop("B")])
    log = a_log(trail, events(12, (evil, "<img src=x onerror=alert(1)>", "B")))
    here = f"/laufwege/{trail.slug}"
    pages = [client.get(f"{here}/{end}").content.decode() for end in ("", "protokoll/plan/", f"protokoll/{log.pk}/")]
    pages.append(client.get(f"/laufwege/vergleich/?a={trail.slug}:plan&b={trail.slug}:{log.pk}").content.decode())
    assert [page for page in pages if "<script>alert" in page or "<img src=x" in page] == []
    assert [page for page in pages if "&lt;script" not in page and "&lt;img" not in page] == []
    table = client.get(f"{here}/protokoll/{log.pk}/zahlen.csv").content.decode("utf-8-sig")
    assert [row for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row if cell.startswith("=")] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "stations"), [(1, 2), (3, 40)])
def test_pages_ask_the_same_of_the_database_however_much_there_is(
    client: Client, number: int, stations: int, django_assert_max_num_queries: Any
) -> None:
    """The author sees most; the log was counted before."""
    ayse = employee()
    stops = [Stop(f"Station {n}", unit=make_unit() if n == 0 else None) for n in range(stations)]
    trail = published(as_actor(ayse), as_actor(staff()), stations=stops)
    logs = [a_log(trail, events(20), f"{count}.csv") for count in range(number)]
    for _count in range(number):
        press(a_slip(trail, as_actor(ayse), AT).slip, "Station 1", Mark.DONE, AT + timedelta(hours=1))
    sign_in(client, ayse)
    here = f"/laufwege/{trail.slug}/"
    paths = [here, f"{here}protokoll/plan/", f"{here}protokoll/zettel/", f"{here}protokoll/{logs[0].pk}/",
             f"/laufwege/vergleich/?a={trail.slug}:plan&b={trail.slug}:{logs[0].pk}",
             f"/laufwege/vergleich/?a={trail.slug}:plan&b={trail.slug}:zettel"]  # fmt: skip
    for path in paths:
        client.get(path)
        with django_assert_max_num_queries(10):
            assert client.get(path).status_code == 200


def test_more_lanes_than_seven_share_one_and_each_box_says_its_own() -> None:
    stops = [planned(f"Station {n}", department=f"Dezernat {n % 9}") for n in range(20)]
    drawn = way_of_plan(stops, "Weg").stops
    assert len({stop.lane for stop in drawn}) == 7
    assert next(stop.notes for stop in drawn if stop.lane == "andere Einheiten")[0] == "Dezernat 6"
