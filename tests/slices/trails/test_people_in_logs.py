"""Counts by person are impossible by construction: what looks like people never becomes a station."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from querwerk.analysis.handoffs import count_handoffs
from querwerk.trails.exchange import events as module
from querwerk.trails.exchange.events import Columns
from querwerk.trails.exchange.look import look_at, table_of
from querwerk.trails.exchange.notes import Unreadable
from querwerk.trails.exchange.people import Sign, many_values, sign_of

from .logs import SMALL, reading, rows, stored, told

PEOPLE = ("Ahorn, Ayşe", "Birke, Bernd", "Clematis, Carla")


def log(*names: str, column: str = "Stelle") -> str:
    lines = [f"{number // 3};{name};2026-01-{number % 27 + 1:02d}" for number, name in enumerate(names * 4)]
    return "\n".join([f"Vorgang;{column};Zeitpunkt", *lines])


@pytest.mark.parametrize(
    ("name", "values", "sign"),
    [
        ("org:resource", ["x"], Sign.NAME),
        ("Bearbeiter", ["x"], Sign.NAME),
        ("letzter_Bearbeiter", ["x"], Sign.NAME),
        ("assignedUser", ["x"], Sign.NAME),
        ("E-Mail", ["x"], Sign.NAME),
        ("case:responsible", ["x"], Sign.NAME),
        ("erstellt von", ["x"], Sign.NAME),
        ("Stelle", ["Bauamt", "ayse.ahorn@stadt.example"], Sign.MAIL),
        ("Stelle", PEOPLE, Sign.SURNAME_FIRST),
        ("Stelle", ["Ahorn-Birke, Dr. Ayşe", "von Clematis, Carla"], Sign.SURNAME_FIRST),
        ("Stelle", ["Frau Ahorn", "Bauamt", "Kasse"], Sign.SALUTATION),
        ("Stelle", ["Bernd Birke", "Bauamt", "Kasse"], Sign.GIVEN_NAME),
        ("Stelle", ["a.ahorn", "b.birke"], Sign.LOGIN),
        ("Stelle", ["Resource01", "Resource02"], Sign.LOGIN),
        ("org:role", ["EMPLOYEE", "SUPERVISOR"], None),
        ("org:group", ["Group 1", "EMPTY"], None),
        ("Stelle", ["Bürgerbüro", "Amt für Stadtentwicklung, Bauen und Verkehr", "Team Sauberes Karlsruhe"], None),
        ("unit", ["Dezernat 1", "Die Oberbürgermeisterin", "Ortschaftsrat Durlach"], None),
        ("concept:name", ["register request", "Bescheid erstellen"], None),
        ("amount", [1, 2], None),
    ],
)
def test_a_column_looks_like_people_by_its_name_or_its_values(
    name: str, values: list[object], sign: Sign | None
) -> None:
    assert sign_of(pl.Series(name, values)) == sign


@pytest.mark.parametrize("kind", [pl.Categorical(), pl.Categorical(pl.Categories("clerks")), pl.Enum(PEOPLE)])
def test_people_are_told_as_categories_too(tmp_path: Path, kind: pl.DataType) -> None:
    people = pl.Series("Vermerk", PEOPLE * 3, dtype=kind)
    assert sign_of(people) == sign_of(people.cast(pl.String)) is not None
    people.to_frame().write_parquet(tmp_path / "log.parquet")
    assert sign_of(pl.read_parquet(tmp_path / "log.parquet")["Vermerk"]) == sign_of(people)


def test_many_values_with_few_rows_each_are_no_units() -> None:
    assert many_values(pl.Series([f"V{number}" for number in range(100)]))
    assert not many_values(pl.Series([f"V{number}" for number in range(60)] * 20))


@pytest.mark.parametrize("column", ["Stelle", "Bearbeiter"])
def test_people_are_refused_as_stations(tmp_path: Path, column: str) -> None:
    path = stored(tmp_path, log(*PEOPLE, column=column))
    with pytest.raises(Unreadable, match="Gezählt werden Stellen und Einheiten, nie Menschen"):
        reading(path, Columns(station=column))


def test_a_mapping_puts_roles_in_their_place(tmp_path: Path) -> None:
    path = stored(tmp_path, log(*PEOPLE))
    found = reading(path, roles={PEOPLE[0]: "Sachbearbeitung", PEOPLE[1]: "Amtsleitung"})
    assert set(found.events["station"]) == {"Sachbearbeitung", "Amtsleitung", None}
    assert told(found)[0] == (
        "4 Ereignisse nennen jemanden, für den keine Rolle angegeben ist; sie gelten als Ereignisse ohne Station "
        "(zuerst: Datenzeile 3, „Stelle“)."
    )
    assert (dict(found.report.people), found.report.pseudonymous) == ({"Stelle": "surname_first"}, False)


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ({PEOPLE[0]: PEOPLE[0]}, "denselben Wert als Rolle"),
        ({PEOPLE[0]: "Frau Ahorn", PEOPLE[1]: "Herr Birke"}, "sehen selbst nach Menschen aus"),
        ({PEOPLE[0]: "a.ahorn@stadt.example"}, "sehen selbst nach Menschen aus"),
    ],
)
def test_a_mapping_from_people_to_people_is_refused(tmp_path: Path, roles: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        reading(stored(tmp_path, log(*PEOPLE)), roles=roles)


def names_in(frame: pl.DataFrame) -> list[str]:
    """Which of the people a frame still names."""
    text = frame.write_csv()
    return [name for name in PEOPLE if name in text or name.split(",")[0] in text]


def with_people_everywhere(folder: Path) -> Path:
    lines = ["Vorgang;Stelle;Zeitpunkt;Amt;Dezernat;Schritt;Medium;Vermerk;E-Mail"]
    lines += [
        f"{number % 3};Amt {number % 2};2026-01-{number + 1:02d};{name};{name};{name};{name};{name};x@y.example"
        for number, name in enumerate(PEOPLE * 4)
    ]
    return stored(folder, "\n".join(lines))


def test_no_name_gets_through_in_any_column(tmp_path: Path) -> None:
    found = reading(with_people_everywhere(tmp_path))
    assert found.events.columns == ["case", "station", "at"]
    assert names_in(found.events) == []
    assert set(found.report.people) == {"Amt", "Dezernat", "Schritt", "Medium"}
    assert rows(found, "case")[:4] == [(1,), (2,), (3,), (1,)]


def test_without_the_look_for_people_their_names_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_people_everywhere(tmp_path)
    monkeypatch.setattr(module, "person_sign", lambda values: None)
    assert names_in(reading(path).events) == list(PEOPLE)
    assert names_in(reading(path, Columns(station="Vermerk")).events) == list(PEOPLE)


@pytest.mark.parametrize("column", ["Vermerk", "E-Mail"])
def test_people_are_no_cases_either(tmp_path: Path, column: str) -> None:
    with pytest.raises(Unreadable, match="Ein Vorgang ist ein Papier, kein Mensch"):
        reading(with_people_everywhere(tmp_path), Columns(case=column))


def test_pseudonyms_give_the_figures_of_cases_and_no_name(tmp_path: Path) -> None:
    path = stored(tmp_path, log(*PEOPLE))
    found = reading(path, pseudonymous=True)
    assert found.report.pseudonymous
    assert set(found.events["station"]) == {"Station 1", "Station 2", "Station 3"}
    assert names_in(found.events) == []
    table = table_of(path, SMALL).frame
    raw = count_handoffs(found.events.with_columns(table["Stelle"].alias("station")))
    counted = count_handoffs(found.events)
    assert (counted.hands, counted.handovers, counted.days) == (raw.hands, raw.handovers, raw.days)


def test_pseudonyms_follow_no_order_of_the_file(tmp_path: Path) -> None:
    path = stored(tmp_path, log(*PEOPLE))
    orders = {tuple(reading(path, pseudonymous=True).events["station"][:3]) for _ in range(40)}
    assert len(orders) > 1


def test_a_first_look_hides_people_in_its_rows_and_lists_them_only_to_be_mapped(tmp_path: Path) -> None:
    look = look_at(table_of(stored(tmp_path, log(*PEOPLE)), SMALL))
    stelle = next(column for column in look.columns if column.name == "Stelle")
    assert stelle.person == "die Werte sehen aus wie „Nachname, Vorname“"
    assert (stelle.examples, stelle.values) == ((), PEOPLE)
    assert look.head[0] == ("0", "•••", "2026-01-01")
