"""A bad file is refused with every mistake, its place in the file, and a German sentence; nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from querwerk.delivery.exchange import import_portfolio
from querwerk.projects.exchange import read
from querwerk.projects.models import Project
from querwerk.structure.exchange.reading import BadFile
from querwerk.structure.models import HouseRule
from tests.portfolios import AT, BY, altered, as_bytes, packaged, small, take_in

pytestmark = pytest.mark.django_db
Facts = dict[str, Any]


def problems(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(BadFile) as refusal:
        read(content)
    return [(problem.path, problem.sentence) for problem in refusal.value.problems]


def crowded(facts: Facts) -> None:
    facts["projects"] += [{**facts["projects"][0], "slug": f"ufer-{n}"} for n in range(5)]


def circle(facts: Facts) -> None:
    for i, other in ((0, "wald"), (1, "ufer")):
        facts["projects"][i]["lineage"] = [{"type": "continues", "project": other, "report": "r1"}]


def project(**fields: Any) -> Callable[[Facts], Any]:
    return lambda facts: facts["projects"][0].update(fields)


def name(text: str) -> Callable[[Facts], Any]:
    return lambda facts: facts["projects"][0]["names"][0].update(name=text)


def goal(text: str) -> Callable[[Facts], Any]:
    return project(goals=[{"text": text, "reports": ["r1"]}])


STATUS = {"report": "r1", "year": 2019, "status": "laufend", "word": None, "flags": [], "basis": "stated"}
CASES: dict[str, tuple[Callable[[Facts], Any], str, str]] = {
    "a field is missing": (
        lambda facts: facts["projects"][0].pop("theme"),
        "projects[0].theme",
        "Dieses Pflichtfeld fehlt.",
    ),
    "a field is unknown": (
        lambda facts: facts["projects"][0]["milestones"][0].update(color="red"),
        "projects[0].milestones[0].color",
        "Dieses Feld ist nicht bekannt. Bekannt sind hier: what, planned, actual, note.",
    ),
    "a part is unknown": (
        lambda facts: facts.update(extras=[]),
        "extras",
        "Dieses Feld ist nicht bekannt.",
    ),
    "a number instead of a text": (
        project(slug=7),
        "projects[0].slug",
        "Hier wird ein Text erwartet, nicht eine Zahl.",
    ),
    "a text instead of a list": (
        project(milestones="keine"),
        "projects[0].milestones",
        "Hier wird eine Liste erwartet, nicht ein Text.",
    ),
    "a list instead of an object": (
        project(begin=[]),
        "projects[0].begin",
        "Hier wird ein Objekt erwartet, nicht eine Liste.",
    ),
    "an unknown state": (
        project(status_by_report=[{**STATUS, "status": "läuft"}]),
        "projects[0].status_by_report[0].status",
        "„läuft“ ist hier kein erlaubter Wert. Erlaubt sind: 'geplant', 'in Konzeption', 'laufend'",
    ),
    "a date nobody can read": (
        lambda facts: facts["projects"][0]["milestones"][0]["planned"][0].update(date="31.12.2020"),
        "projects[0].milestones[0].planned[0].date",
        "„31.12.2020“ ist kein Datum, das Querwerk lesen kann. Möglich sind zum Beispiel 2022, 2022-03",
    ),
    "a day that does not exist": (
        lambda facts: facts["reports"][0].update(date="2020-02-30"),
        "reports[0].date",
        "„2020-02-30“ ist kein Tag; richtig ist die Form Jahr-Monat-Tag",
    ),
    "a year beyond reason": (
        project(begin={"date": "9999-12-31", "precision": "day", "report": "r1"}),
        "projects[0].begin.date",
        "„9999-12-31“ ist kein Datum",
    ),
    "an amount without bounds": (
        project(
            resources=[
                {"kind": "Euro", "amount": 1e15, "unit": "EUR", "what": "Bau", "period": None, "funder": None,
                 "report": "r1"}
            ]
        ),
        "projects[0].resources[0].amount",
        "Die Zahl 1000000000000000.0 ist zu groß",
    ),
    "an unknown theme": (
        project(theme="nirgends"),
        "projects[0].theme",
        "Das Thema „nirgends“ ist unbekannt. Unter themes stehen: huegel, wasser.",
    ),
    "an unknown office": (
        project(responsible=[{"office": "XX", "reports": ["r1"]}]),
        "projects[0].responsible[0].office",
        "Die Dienststelle „XX“ ist unbekannt. Unter offices stehen: UA.",
    ),
    "an unknown body": (
        project(
            later_outcomes=[
                {"date": "2021", "body": "XA", "what": "Bericht", "result": None, "paper": None, "source": "OParl"}
            ]
        ),
        "projects[0].later_outcomes[0].body",
        "Das Gremium „XA“ ist unbekannt. Unter bodies stehen: GR.",
    ),
    "an unknown source": (
        project(seen_in=["r1", "r9"]),
        "projects[0].seen_in[1]",
        "Die Quelle „r9“ ist unbekannt",
    ),
    "an unknown project": (
        project(lineage=[{"type": "replaces", "project": "moor", "report": "r1"}]),
        "projects[0].lineage[0].project",
        "Das Projekt „moor“ ist unbekannt. Unter projects stehen: ufer, wald.",
    ),
    "a project after itself": (
        project(lineage=[{"type": "replaces", "project": "ufer", "report": "r1"}]),
        "projects[0].lineage[0].project",
        "Ein Projekt kann nicht auf sich selbst folgen.",
    ),
    "an end before its begin": (
        project(end={"date": "2017-12", "precision": "month", "report": "r1"}),
        "projects[0].end.date",
        "Das Ende 2017-12 liegt vor dem Anfang 2018.",
    ),
    "a name that ends before it begins": (
        lambda facts: facts["themes"][1]["names"][0].update(to="2017"),
        "themes[1].names[0].to",
        "Das Ende 2017 liegt vor dem Anfang 2018.",
    ),
    "a sixth running project": (
        crowded,
        "projects[6].status_by_report[0].status",
        "Das Thema „wasser“ hat hier das 6. laufende Projekt in der Quelle r1. "
        "Nach der Regel des Hauses laufen in einem Thema höchstens 5 zugleich.",
    ),
    "a circle": (
        circle,
        "projects[0].lineage[0]",
        "Kreis in der Abfolge der Projekte: ufer → wald → ufer. Kein Projekt folgt auf sich.",
    ),
    "a report about nothing": (
        lambda facts: facts["reports"].append({**facts["reports"][0], "id": "r2", "date": "2021-05-04"}),
        "reports[1]",
        "Zum Monitoringbericht „r2“ steht bei keinem Projekt ein Status (status_by_report)",
    ),
    "the same project twice": (
        lambda facts: facts["projects"].append(facts["projects"][0]),
        "projects[2].slug",
        "„ufer“ steht schon bei projects[0].slug.",
    ),
    "the same milestone twice": (
        lambda facts: facts["projects"][0]["milestones"].append(facts["projects"][0]["milestones"][0]),
        "projects[0].milestones[1].what",
        "„Auftakt“ steht schon bei projects[0].milestones[0].what.",
    ),
    "two reports on a day": (
        lambda facts: facts["reports"].append({**facts["reports"][0], "id": "r2"}),
        "reports[1].date",
        "„2020-03-17“ steht schon bei reports[0].date.",
    ),
    "two spellings of an obstacle": (
        lambda facts: facts.update(
            obstacles=[
                {"kind": kind, "report": "r1", "theme": None, "project": None, "text": "fehlt"}
                for kind in ("Geldmangel", "geldmangel")
            ]
        ),
        "obstacles[1].kind",
        "„geldmangel“ steht schon bei obstacles[0].kind.",
    ),
    "an office below itself": (
        lambda facts: facts["offices"][0].update(placements=[{"unit": "UA", "from": "2019", "to": None}]),
        "offices[0].placements[0].unit",
        "Eine Dienststelle kann nicht unter sich selbst hängen.",
    ),
    "an office without an address": (
        lambda facts: facts["offices"].append({"short": "§", "name": "Rechtsamt"}),
        "offices[1].short",
        "„§“ enthält keinen Buchstaben und keine Ziffer für eine Adresse.",
    ),
    "a dashboard that ends before the begin": (
        lambda facts: facts.update(
            dashboard_excerpts={"source": "Seite", "values": [{"project": "ufer", "end": "2016"}]}
        ),
        "dashboard_excerpts.values[0].end",
        "Das Ende 2016 liegt vor dem Anfang 2018.",
    ),
    "ten megabytes in a field": (
        goal("A" * 10_000_000),
        "projects[0].goals[0].text",
        "Der Text hat 10.000.000 Zeichen; erlaubt sind 20.000.",
    ),
    "a name too long": (
        name("A" * 301),
        "projects[0].names[0].name",
        "Der Text hat 301 Zeichen; erlaubt sind höchstens 300.",
    ),
    "an empty name": (name("  "), "projects[0].names[0].name", "Der Text ist leer; hier wird ein Name erwartet."),
    "a mark that turns the writing": (
        goal("Ufer \u202egnunffÖ"),
        "projects[0].goals[0].text",
        "Der Text enthält an Stelle 6 ein Zeichen, das die Schreibrichtung ändert (U+202E).",
    ),
    "a mark written as an escape": (
        name("Ufer\u2066"),
        "projects[0].names[0].name",
        "Der Text enthält an Stelle 5 ein Zeichen, das die Schreibrichtung ändert (U+2066).",
    ),
    "a NUL": (
        goal("Ufer\x00"),
        "projects[0].goals[0].text",
        "Der Text enthält an Stelle 5 das unsichtbare Steuerzeichen U+0000.",
    ),
    "half a character": (
        goal("\ud800"),
        "projects[0].goals[0].text",
        "Der Text enthält an Stelle 1 das unsichtbare Steuerzeichen U+D800.",
    ),
    "HTML in a name": (
        name("Ufer <script>alert(1)</script>"),
        "projects[0].names[0].name",
        "Der Name enthält HTML; erlaubt ist nur einfacher Text.",
    ),
    "a formula as a name": (
        name("=SUM(A1:A9)"),
        "projects[0].names[0].name",
        "Der Name beginnt mit „=“ wie eine Tabellenformel",
    ),
    "a formula as an office": (
        lambda facts: facts["offices"][0].update(name="@Amt"),
        "offices[0].name",
        "Der Name beginnt mit „@“ wie eine Tabellenformel",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named_with_its_place_and_what_would_be_right(case: str) -> None:
    change, path, sentence = CASES[case]
    content = json.dumps(altered(change, small())).encode()  # with escapes: half a character cannot be written without
    found = problems(content)
    assert [place for place, _ in found] == [path]
    assert found[0][1].startswith(sentence)


def test_the_small_file_without_a_mistake_is_taken_in() -> None:
    take_in(small())
    assert Project.objects.count() == 2


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "Die Datei ist leer"),
    "only blanks": (b" \n\t", "Die Datei ist leer"),
    "an open bracket": (b'{\n "meta": {', "Die Datei ist kein gültiges JSON: Zeile 2, Spalte 11"),
    "a comma too many": (b'{"meta": {},}', "Die Datei ist kein gültiges JSON: Zeile 1, Spalte 13"),
    "no JSON at all": (b"PK\x03\x04", "Die Datei ist kein gültiges JSON: Zeile 1, Spalte 1"),
    "another encoding": ("Größe".encode("latin-1"), "Die Datei ist nicht als UTF-8 gespeichert (Zeile 1, Byte 2)."),
    "not a number": (b'{"meta": NaN}', "Die Datei enthält „NaN“; das ist in JSON keine Zahl."),
    "endless digits": (b'{"meta": ' + b"9" * 5000 + b"}", "Die Datei enthält eine Zahl mit zu vielen Ziffern."),
    "endless depth": (b"[" * 100_000 + b"]" * 100_000, "Die Datei ist zu tief verschachtelt"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_by_line_and_column(case: str) -> None:
    content, sentence = BROKEN[case]
    found = problems(content)
    assert [place for place, _ in found] == [""]
    assert found[0][1].startswith(sentence)


def test_a_file_beyond_50_mb_is_refused_unread() -> None:
    found = problems(b" " * (50 * 1024 * 1024 + 1))
    assert found == [("", "Die Datei ist 50 MB groß; erlaubt sind höchstens 50 MB.")]


def test_a_list_instead_of_an_object_is_refused() -> None:
    assert problems(b"[]") == [("", "Hier wird ein Objekt erwartet, nicht eine Liste.")]


def test_a_field_that_stands_twice_is_refused() -> None:
    content = as_bytes(small()).replace(b'"slug": "ufer"', b'"slug": "ufer", "slug": "fluss"')
    assert problems(content) == [
        ("projects[0].slug", "Dieses Feld steht zweimal im selben Objekt; es darf nur einmal vorkommen.")
    ]


def test_a_byte_order_mark_at_the_start_does_no_harm() -> None:
    assert len(read(b"\xef\xbb\xbf" + as_bytes(small())).portfolio.projects) == 2


def test_all_mistakes_are_told_at_once() -> None:
    def alter(facts: Facts) -> None:
        facts["projects"][0]["theme"] = "nirgends"
        facts["projects"][1]["responsible"][0]["office"] = "XX"

    assert [path for path, _ in problems(as_bytes(altered(alter, small())))] == [
        "projects[0].theme",
        "projects[1].responsible[0].office",
    ]


def test_another_rule_of_the_house_lets_more_projects_run() -> None:
    HouseRule.objects.create(key="running_projects_per_theme", value=6, valid_from="2017-01-01")
    assert len(read(as_bytes(altered(crowded, small()))).portfolio.projects) == 7


def test_no_two_projects_of_a_theme_beyond_the_limit_run_by_their_newest_reports() -> None:
    """Each report names five at most, but the newest words about each project add up to six."""

    def spread(facts: Facts) -> None:
        facts["reports"].append({**facts["reports"][0], "id": "r2", "paper": "2021/0001", "date": "2021-05-04"})
        first = facts["projects"][0]
        facts["projects"] += [{**first, "slug": f"ufer-{n}"} for n in range(4)]
        later = {**first, "slug": "steg", "status_by_report": [{**STATUS, "report": "r2"}]}
        facts["projects"].append(later)

    found = problems(as_bytes(altered(spread, small())))
    assert [path for path, _ in found] == ["projects[6].status_by_report"]


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20),
    st.just([]), st.just({}), st.just("=1+1"), st.just("\u202e"), st.just("2020-13-45"), st.just("after-after-2020"),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in places(child, (*path, key)))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_at_whatever_place_is_taken_in_or_refused_with_a_place(data: st.DataObject) -> None:
    facts = packaged()
    facts["projects"] = facts["projects"][:3]
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(places(facts)[1:]))
        parent: Any = facts
        for key in path:
            parent = parent[key]
        if data.draw(st.booleans()):
            parent[last] = data.draw(ODD)
        elif isinstance(parent, dict):
            del parent[last]
    try:
        import_portfolio(json.dumps(facts).encode(), by=BY, at=AT, dry_run=True)
    except BadFile as refusal:
        assert refusal.problems
        assert all(problem.sentence.endswith((".", ")")) and problem.path for problem in refusal.problems)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_torn_or_garbled_file_is_refused_in_words(data: st.DataObject) -> None:
    content = bytearray(as_bytes(small()))
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[at:]
    else:
        content[at] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content))
    except BadFile as refusal:
        assert refusal.sentence
