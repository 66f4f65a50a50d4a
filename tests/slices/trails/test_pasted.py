"""Routes as tables: what is understood, what is said of lines that are not, and back again as a file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from querwerk.trails.exchange.pasted import read_pasted
from querwerk.trails.lifecycle import Activity
from querwerk.trails.models import Station
from querwerk.trails.queries.line import line
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor
from tests.slices.trails.people import a_trail, employee

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sign", ["\t", ";"])
def test_a_table_without_a_head_is_read_in_the_usual_order(sign: str) -> None:
    office = make_unit("Tiefbauamt", short="TBA")
    rows = (("Antrag", "TBA", "bearbeitet", "20", "1,5", "ja", "", "x"), ("Kasse", "Keller", "Prüfung", "1.440"))
    found = read_pasted("\n\n".join(sign.join(row) for row in rows), line())
    assert found.problems == []
    assert [(s.name, s.unit, s.place, s.activity, s.touch_minutes, s.waiting_days) for s in found.stops] == [
        ("Antrag", office, "", Activity.EDITS, 20, Decimal("1.5")),
        ("Kasse", None, "Keller", Activity.CHECKS, 1440, Decimal(0)),
    ]
    assert [(s.medium_break, s.may_return, s.beside) for s in found.stops] == [(True, False, True), (False,) * 3]


def test_a_head_names_the_columns_in_any_order_and_others_are_passed_over() -> None:
    found = read_pasted("Bemerkung,Tage,Station\negal,2.5,Poststelle\n,,Kasse", line())
    assert [(stop.name, stop.waiting_days) for stop in found.stops] == [("Poststelle", Decimal("2.5")), ("Kasse", 0)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["In der Tabelle steht keine Zeile."]),
        ("A;;;viel", ["Zeile 1: „viel“ ist keine Zahl von Minuten."]),
        ("A;;;1;-2", ["Zeile 1: „-2“ ist keine Zahl von Tagen."]),
        ("A;;;1;1e9", ["Zeile 1: „1e9“ ist keine Zahl von Tagen."]),
        ("A;;tanzt", ["Zeile 1: Was die Station tut, ist nicht bekannt: „tanzt“."]),
        ("Station;Medienbruch\nA;vielleicht", ["Zeile 2: Bitte schreiben Sie „ja“ oder nichts statt „vielleicht“."]),
        ("Minuten;Tage\n1;2", ["Zeile 1: Keine Spalte nennt die Station. Bitte nennen Sie sie „Station“."]),
        ("A\n\n=1+1", ["Zeile 3: „=1+1“ ist kein Name einer Station."]),
        (";Amt", ["Zeile 1: „“ ist kein Name einer Station."]),
        (
            "A\nSabine Müller",
            ["Zeile 2: „Sabine Müller“ liest sich wie eine Person. Bitte nennen Sie die Stelle oder die Einheit."],
        ),
        ("A\n" * 61, ["Ein Laufweg hat höchstens 60 Stationen."]),
    ],
)
def test_what_cannot_be_understood_is_said_of_its_line(text: str, problems: list[str]) -> None:
    assert read_pasted(text, line()).problems == problems


def test_a_table_is_shown_first_and_stored_when_asked_to(client: Client) -> None:
    ayse = employee()
    sign_in(client, ayse)
    a_trail(as_actor(ayse))
    table = "Station\tMinuten\nPoststelle\t5\nKasse\t3"
    shown = client.post("/laufwege/dienstreiseantrag/einfuegen/", {"table": table, "version": "1"})
    before = list(Station.objects.order_by("position").values_list("name", flat=True))
    stored = client.post("/laufwege/dienstreiseantrag/einfuegen/", {"table": table, "version": "1", "store": "1"})
    after = list(Station.objects.order_by("position").values_list("name", "touch_minutes"))
    assert (shown.status_code, "Poststelle" in shown.content.decode()) == (200, True)
    assert before == ["Antrag stellen", "Amtsleitung"]
    assert (stored.status_code, after) == (302, [("Poststelle", 5), ("Kasse", 3)])


def test_a_person_in_a_table_is_refused(client: Client) -> None:
    ayse = employee()
    sign_in(client, ayse)
    a_trail(as_actor(ayse))
    said = {"table": "Frau Müller", "version": "1", "store": "1"}
    answer = client.post("/laufwege/dienstreiseantrag/einfuegen/", said)
    assert (answer.status_code, "liest sich wie eine Person" in answer.content.decode()) == (422, True)


def test_the_file_of_a_plan_is_the_table_it_was_made_from(client: Client) -> None:
    ayse = employee()
    sign_in(client, ayse)
    stops = read_pasted("A;Amt ayse;zeichnet;5;1,5;ja;;\nB;Keller;nimmt zur Kenntnis;0;0;;ja;ja", line()).stops
    a_trail(as_actor(ayse), stations=stops)
    file = client.get("/laufwege/dienstreiseantrag/plan.csv").content.decode("utf-8-sig")
    assert read_pasted(file, line()).stops == stops
