"""The monitoring report: what it says, what it cannot know, and that a frozen one never changes."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from docx import Document

from querwerk.delivery.actions import freeze_report, open_period, write_statement
from querwerk.delivery.exchange.layout import written
from querwerk.delivery.exchange.pdf import as_pdf
from querwerk.delivery.insights import build, read, report_of
from querwerk.delivery.models import Period, Report, Statement
from querwerk.docx import as_docx
from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.guards import guard, unguard
from querwerk.journal.models import Entry
from querwerk.projects.models import GoalVersion, MilestoneDate, Project, ProjectName, SheetText
from querwerk.structure.models import Source, Term, Theme, ThemeName
from querwerk.written import Heading, Table
from tests.factories import make_project, make_state

from .conftest import FIRST, FREEZING, LATER, SECOND

pytestmark = pytest.mark.django_db


def text_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_document_tells_the_project_with_its_milestone_money_and_statement(period: Period) -> None:
    [theme] = read(build(period))["themes"]
    auen, wald = theme["projects"]
    assert (theme["heads"][0]["post"], theme["officers"][0]["post"]) == ("Bürgermeister:in", "Beauftragte:r")
    assert (auen["name"], auen["standing"], auen["responsible"]) == ("Auen", "Laufend", ["GBA"])
    assert auen["milestones"] == [
        {
            "name": "Baubeginn",
            "baseline": "2024",
            "forecast": "2026-06",
            "actual": "",
            "days": 546,
            "at_least": False,
            "reason": "Grunderwerb",
            "dropped": False,
            "drop_reason": "",
        }
    ]
    assert [r["amount"] for r in auen["resources"]] == ["135000000"]
    assert [change["sentence"] for change in auen["changes"]] == [
        "„Baubeginn“ verschoben von 2024 auf Juni 2026: 546 Tage (rund 18 Monate) später – Grund: Grunderwerb",
        "„Umbau“: 135 Mio. Euro statt 50 Mio. Euro (+85 Mio. Euro)",
    ]
    assert auen["statement"]["needs"] == "Eine Stelle"
    assert (wald["standing"], wald["statement"]) == ("Abgeschlossen", None)


def test_the_chapters_stand_in_the_order_of_the_real_reports(period: Period) -> None:
    blocks = written(read(build(period))).blocks
    assert [f"{b.number} {b.text}" for b in blocks if isinstance(b, Heading) and b.number] == [
        "1 Die Arbeitsweise",
        "1.1 Einführung",
        "1.2 Rollen und Funktionen",
        "1.3 Regeln",
        "2 Themen und Leitprojekte",
        "2.1 Schnellübersicht",
        "2.2 Thema für Thema",
        "2.2.1 Grüne Stadt",
        "3 Ressourcen, Hemmnisse, Beteiligung",
        "3.1 Ressourcen und Unterstützungspool",
        "3.2 Hemmnisse und Erfolgsfaktoren",
        "3.3 Beteiligung",
        "3.4 Widersprüche zwischen Quellen",
        "3.5 Änderungen seit dem letzten Bericht",
        "3.6 Quellen",
        "3.7 Glossar",
    ]


def test_the_quick_overview_has_theme_project_office_state_and_change(period: Period) -> None:
    [overview] = [
        b for b in written(read(build(period))).blocks if isinstance(b, Table) and b.caption == "Schnellübersicht"
    ]
    assert overview.rows[0] == (
        "Grüne Stadt",
        "Auen",
        "GBA",
        "Laufend\nGR März 2025: Sachstand, 2025/0100",
        "„Baubeginn“ verschoben von 2024 auf Juni 2026: 546 Tage (rund 18 Monate) später – Grund: Grunderwerb\n"
        "„Umbau“: 135 Mio. Euro statt 50 Mio. Euro (+85 Mio. Euro)",
    )


def test_the_words_are_those_of_the_period(period: Period) -> None:
    for word, start, end in (("Korridorthema", FIRST, LATER), ("Zukunftsthema", LATER, None)):
        Term.objects.create(concept="theme", singular=word, plural=f"{word}en", valid_from=start, valid_to=end)
    document = read(build(period))
    assert document["words"]["theme"] == ["Korridorthema", "Korridorthemaen"]


def leaked(period: Period, secret: str) -> bool:
    return secret.encode() in build(period)


def newer_facts(project: Project, day: date) -> None:
    """One new fact of every kind that the report shows, stated on a day."""
    make_state(project, day, "put_off", reason="Geheimnis: kein Geld")
    ProjectName.objects.create(project=project, name="Geheimnis", valid_from=day, stated_on=day)
    SheetText.objects.create(project=project, field="results", text="Geheimnis", stated_on=day)
    milestone = project.milestones.get()
    span = {"first_on": date(2030, 1, 1), "last_on": date(2030, 12, 31)}
    MilestoneDate.objects.create(
        milestone=milestone, kind="planned", date="2030", reason="Geheimnis", stated_on=day, **span
    )
    GoalVersion.objects.create(goal=project.goals.get(), text="Geheimnis", stated_on=day)


def test_nothing_that_became_known_later_leaks_in(period: Period, auen: Project) -> None:
    before = build(period)
    newer_facts(auen, SECOND + timedelta(days=1))
    assert not leaked(period, "Geheimnis")
    assert build(period) == before


def test_what_was_known_on_the_last_day_is_in(period: Period, auen: Project) -> None:
    """The negative control: the same facts a day earlier do show."""
    newer_facts(auen, SECOND)
    assert leaked(period, "Geheimnis")


def test_candidates_stay_inside_the_house(period: Period, theme: Theme) -> None:
    make_project("Geheimer Plan", theme=theme, states=[(FIRST, "candidate")])
    assert not leaked(period, "Geheimer Plan")


def test_the_same_facts_give_the_same_bytes(period: Period) -> None:
    assert build(period) == build(period)
    report = written(read(build(period)))
    assert as_pdf(report) == as_pdf(report)
    assert as_docx(report) == as_docx(report)


def test_a_frozen_report_never_changes(period: Period, auen: Project, theme: Theme, carla: Actor) -> None:
    report = freeze_report(period, by=carla, at=FREEZING)
    document, sha256 = report_of("2025")
    docx, pdf = as_docx(written(document, sha256=sha256)), as_pdf(written(document, sha256=sha256))
    Project.objects.filter(pk=auen.pk).update(name="Umbenannt")
    ProjectName.objects.filter(project=auen).update(name="Umbenannt")
    Theme.objects.filter(pk=theme.pk).update(name="Anders")
    ThemeName.objects.filter(theme=theme).update(name="Anders")
    MilestoneDate.objects.update(date="2040", first_on=date(2040, 1, 1), last_on=date(2040, 12, 31))
    GoalVersion.objects.update(text="Etwas ganz anderes")
    Statement.objects.update(state="Etwas ganz anderes")
    Source.objects.update(title="Anders")
    assert build(period) != bytes(report.facts)
    stored = Report.objects.get()
    assert (bytes(stored.facts), stored.sha256) == (bytes(report.facts), report.sha256)
    assert hashlib.sha256(bytes(stored.facts)).hexdigest() == stored.sha256 == sha256
    document, sha256 = report_of("2025")
    assert (as_docx(written(document, sha256=sha256)), as_pdf(written(document, sha256=sha256))) == (docx, pdf)
    assert text_of(docx).count("Umbenannt") == 0


@pytest.mark.parametrize("change", ["UPDATE delivery_report SET sha256 = 'x'", "DELETE FROM delivery_report"])
def test_the_database_refuses_to_change_a_frozen_report(period: Period, carla: Actor, change: str) -> None:
    freeze_report(period, by=carla, at=FREEZING)
    refused = pytest.raises(DatabaseError, match="a frozen report never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_a_frozen_report_would_change(period: Period, carla: Actor) -> None:
    """The negative control: it is the trigger that refuses."""
    freeze_report(period, by=carla, at=FREEZING)
    with connection.schema_editor() as schema:
        unguard(schema, "delivery_report")
    try:
        assert Report.objects.update(sha256="x") == 1
    finally:
        Report.objects.all().delete()
        with connection.schema_editor() as schema:
            guard(schema, "delivery_report", "a frozen report never changes")


def test_freezing_is_remembered_and_makes_the_period_a_source(period: Period, carla: Actor) -> None:
    report = freeze_report(period, by=carla, at=FREEZING)
    entry = Entry.objects.get(event="delivery.report_frozen")
    assert entry.facts == {"period": [None, "2025"], "sha256": [None, report.sha256]}
    source = Source.objects.get(period__label="2025")
    assert (source.key, source.kind, source.title, source.dated_on) == (
        "bericht-2025",
        "monitoring_report",
        "Monitoringbericht 2025",
        date(2025, 6, 2),
    )


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.sentence


def test_a_report_is_frozen_once(period: Period, carla: Actor) -> None:
    freeze_report(period, by=carla, at=FREEZING)
    again = refusal(freeze_report, period, by=carla, at=FREEZING)
    assert again == "Der Bericht 2025 ist eingefroren und ändert sich nicht mehr."
    assert Report.objects.count() == 1


def test_a_period_without_statements_cannot_be_frozen(earlier: Period, carla: Actor) -> None:
    assert refusal(freeze_report, earlier, by=carla, at=FREEZING) == (
        "Für 2024 liegt noch kein Beitrag vor; ein Bericht ohne Beiträge lässt sich nicht einfrieren."
    )
    assert Source.objects.filter(kind="monitoring_report").count() == 0


def test_a_running_period_cannot_be_frozen(period: Period, carla: Actor) -> None:
    assert refusal(freeze_report, period, by=carla, at=FREEZING - timedelta(days=30)) == (
        "Der Zeitraum läuft bis 20.05.2025; einfrieren können Sie ihn, wenn er zu Ende ist."
    )


def test_only_the_staff_unit_freezes_and_writes(period: Period, auen: Project) -> None:
    assert refusal(freeze_report, period, by=NOBODY, at=FREEZING) == "Das darf nur die Stabsstelle."
    said = refusal(write_statement, period, auen, texts={"state": "x"}, by=NOBODY, at=FREEZING)
    assert said == "Das dürfen nur die Projektleitung und die Stabsstelle schreiben."


def test_a_statement_keeps_its_earlier_versions_in_the_journal(period: Period, auen: Project, carla: Actor) -> None:
    write_statement(period, auen, texts={"state": "Neu", "outlook": "Bau"}, by=carla, at=FREEZING)
    statement = Statement.objects.get(project=auen)
    assert (statement.state, statement.successes, statement.sources) == ("Neu", "", [])
    entry = Entry.objects.get(event="delivery.statement_written")
    assert entry.thread == auen.thread
    assert entry.facts["state"] == ["Es geht **voran**.", "Neu"]
    write_statement(period, auen, texts={"state": "Neu", "outlook": "Bau"}, by=carla, at=FREEZING)
    assert Entry.objects.filter(event="delivery.statement_written").count() == 1


def test_a_statement_for_a_frozen_report_is_refused(period: Period, auen: Project, carla: Actor) -> None:
    freeze_report(period, by=carla, at=FREEZING)
    assert refusal(write_statement, period, auen, texts={"state": "Neu"}, by=carla, at=FREEZING) == (
        "Der Bericht 2025 ist eingefroren und ändert sich nicht mehr."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Bitte füllen Sie mindestens einen Teil aus."),
        ("x" * 10_000_000, "Dieser Text ist zu lang (höchstens 20000 Zeichen)."),
        (
            "links \u202e rechts",
            "Dieser Text enthält HTML oder unsichtbare Zeichen. Bitte schreiben Sie ihn in einfachen Worten.",
        ),
    ],
)
def test_a_statement_that_cannot_be_stored_says_why(
    period: Period, auen: Project, carla: Actor, text: str, sentence: str
) -> None:
    assert refusal(write_statement, period, auen, texts={"state": text}, by=carla, at=FREEZING) == sentence
    assert Statement.objects.get(project=auen).state == "Es geht **voran**."


def test_periods_follow_each_other(period: Period, carla: Actor) -> None:
    opened = open_period(label="2026", starts_on=date(2025, 5, 21), ends_on=date(2026, 6, 9), by=carla, at=FREEZING)
    assert Entry.objects.get(event="delivery.period_opened").facts["period"] == [None, "2026"]
    assert opened.label == "2026"
    twice = {"label": "2027", "starts_on": date(2026, 6, 9), "ends_on": date(2027, 6, 9), "by": carla, "at": FREEZING}
    assert refusal(open_period, **twice) == "Der Zeitraum muss nach dem 09.06.2026 beginnen, dem Ende des vorigen."
    assert refusal(open_period, **{**twice, "label": "2026"}) == "Einen Zeitraum mit diesem Namen gibt es schon."
    assert refusal(open_period, **{**twice, "ends_on": FIRST}) == "Der Zeitraum endet, bevor er beginnt."
    bad = refusal(open_period, **{**twice, "label": "2026/27"})
    assert bad == "Bitte nur Buchstaben, Ziffern und Bindestriche verwenden, höchstens 40."


# -- the files


def test_the_pdf_is_tagged_archivable_german_and_titled(period: Period) -> None:
    pdf = as_pdf(written(read(build(period))))
    for mark in (b"/Marked true", b"/Lang(de-DE)", b"<pdfaid:part>2</pdfaid:part>", b"<pdfuaid:part>1</pdfuaid:part>",
                 b"<pdfaid:conformance>A</pdfaid:conformance>", b"Monitoringbericht 2025</rdf:li>"):  # fmt: skip
        assert mark in pdf


def test_texts_reach_the_pdf_as_data_never_as_markup(period: Period, auen: Project) -> None:
    nasty = '#panic("x") $ _a_ = #import "x" \\ @b <c> */ // "'
    Statement.objects.filter(project=auen).update(state=nasty, successes="* nur ein Punkt")
    ProjectName.objects.filter(project=auen).update(name="= Überschrift #emph[a]")
    assert as_pdf(written(read(build(period))))[:5] == b"%PDF-"


def test_the_docx_has_real_headings_repeated_heads_language_and_title(period: Period) -> None:
    document = Document(io.BytesIO(as_docx(written(read(build(period))))))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "1 Die Arbeitsweise")
    assert ("Heading 3", "2.2.1 Grüne Stadt") in headings
    assert ("Heading 4", "Auen") in headings
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert 'w:val="de-DE"' in document.styles.element.xml
    assert (document.core_properties.title, document.core_properties.language) == ("Monitoringbericht 2025", "de-DE")


def test_page_pdf_and_docx_say_the_same(period: Period) -> None:
    """Every word of the blocks is in the Word file; the other two render the very same blocks."""
    report = written(read(build(period)))
    found = text_of(as_docx(report))
    for block in report.blocks:
        if isinstance(block, Table):
            assert [cell for row in block.rows for cell in row if cell not in found] == []
        elif isinstance(block, Heading):
            assert block.text in found


def test_markdown_loses_its_marks_and_not_its_words(period: Period) -> None:
    assert "Es geht voran." in text_of(as_docx(written(read(build(period)))))


def test_characters_that_no_file_can_carry_are_left_out(period: Period) -> None:
    report = written(read(build(period)))
    odd = replace(report, subtitle="a\x00b\x0bc")
    assert "abc" in text_of(as_docx(odd))


def test_a_draft_says_so_and_a_frozen_report_shows_its_checksum(period: Period) -> None:
    document = read(build(period))
    assert written(document).draft == "Entwurf"
    frozen = written(document, sha256="f" * 64)
    assert (frozen.draft, dict(frozen.about)["Prüfsumme (SHA-256)"]) == ("", "f" * 64)
