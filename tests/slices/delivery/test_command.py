"""``querwerk report``: files, freezing, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from querwerk.delivery.models import Period, Report
from querwerk.web.cli import app

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments])


def test_every_form_is_written_and_named(period: Period, tmp_path: Path) -> None:
    paths = {form: tmp_path / f"bericht.{form}" for form in ("pdf", "docx", "html", "json")}
    said = run("--period", "2025", *(part for form, path in paths.items() for part in (f"--{form}", str(path))))
    assert said.exit_code == 0
    assert said.output.splitlines() == [
        *(f"Geschrieben: {path}" for path in paths.values()),
        "Monitoringbericht 2025: Entwurf",
    ]
    starts = {form: path.read_bytes()[:4] for form, path in paths.items()}
    assert starts == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "html": b"<!do", "json": b'{"ch'}


def test_the_page_that_stands_alone_needs_no_other_file(period: Period, tmp_path: Path) -> None:
    run("--period", "2025", "--html", str(tmp_path / "b.html"))
    page = (tmp_path / "b.html").read_text()
    assert [word for word in ("<script", "<link", "src=", "http:", "https:", "url(") if word in page] == []
    assert "<h1>Monitoringbericht 2025</h1>" in page


def test_an_unknown_period_names_the_known_ones(period: Period) -> None:
    refused = run("--period", "2031")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Einen Berichtszeitraum „2031“ gibt es nicht. Bekannt sind: 2024, 2025.\n",
    )


def test_a_house_without_periods_says_so(db: None) -> None:
    assert run("--period", "2025").stderr == "Einen Berichtszeitraum „2025“ gibt es nicht. Es gibt noch keinen.\n"


def test_freezing_prints_the_checksum_and_happens_once(period: Period, tmp_path: Path) -> None:
    said = run("--period", "2025", "--freeze", "--json", str(tmp_path / "b.json"))
    report = Report.objects.get()
    assert said.output.splitlines()[-1] == f"Monitoringbericht 2025: eingefroren, Prüfsumme {report.sha256}"
    assert (tmp_path / "b.json").read_bytes() == bytes(report.facts)
    again = run("--period", "2025", "--freeze")
    assert (again.exit_code, again.stderr) == (1, "Der Bericht 2025 ist eingefroren und ändert sich nicht mehr.\n")


def test_a_file_that_cannot_be_written_is_named(period: Period, tmp_path: Path) -> None:
    path = tmp_path / "nirgends" / "b.json"
    refused = run("--period", "2025", "--json", str(path))
    assert (refused.exit_code, refused.stderr.startswith(f"{path} lässt sich nicht schreiben")) == (1, True)
