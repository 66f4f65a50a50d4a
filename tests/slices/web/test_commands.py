"""The commands: what they print, what they refuse, and with which exit code."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from querwerk.accounts.actions.factors import use_code
from querwerk.journal.models import Entry
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Assignment
from querwerk.web.cli import app
from tests.engines import lower_guards
from tests.factories import make_unit
from tests.portfolios import altered, as_bytes, packaged, small, take_in

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "portfolio.json"
    path.write_bytes(as_bytes(small()))
    return path


def test_an_import_says_how_many_of_each_kind(file: Path) -> None:
    first, second = run("import", "portfolio", str(file)), run("import", "portfolio", str(file))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.splitlines()[-1] == "Gespeichert."
    assert second.stdout.splitlines()[-1] == "Alles war schon so gespeichert; nichts wurde geändert."
    assert Entry.objects.values_list("post", flat=True).distinct().get() == "Befehlszeile"


def test_a_dry_run_speaks_json_where_a_machine_reads(file: Path) -> None:
    result = run("import", "portfolio", str(file), "--dry-run", "--json")
    answer = json.loads(result.stdout)
    assert answer["stored"] is False
    assert answer["kinds"]["projects"] == {"created": 2, "changed": 0, "unchanged": 0}
    assert not Project.objects.exists()


def test_a_bad_file_ends_with_1_and_every_place_on_stderr(file: Path) -> None:
    file.write_bytes(as_bytes(altered(lambda facts: facts["projects"][1].update(theme="nirgends"), small())))
    result = run("import", "portfolio", str(file))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "projects[1].theme: Das Thema „nirgends“ ist unbekannt. Unter themes stehen: huegel, wasser.",
        "Nichts gespeichert: 1 Fehler in der Datei.",
    ]
    assert not Project.objects.exists()
    problems = json.loads(run("import", "portfolio", str(file), "--json").stdout)["problems"]
    assert [problem["path"] for problem in problems] == ["projects[1].theme"]


@pytest.mark.parametrize("arguments", [("import", "portfolio"), ("import", "portfolio", "nirgends.json"), ("impord",)])
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_journal_is_verified_and_a_changed_entry_is_named() -> None:
    take_in(small())
    whole = run("journal", "verify")
    assert (whole.exit_code, whole.stdout) == (0, f"Das Journal ist unversehrt: {Entry.objects.count()} Einträge.\n")
    lower_guards()
    Entry.objects.filter(seq=2).update(post="Jemand anderes")
    broken = run("journal", "verify")
    assert broken.exit_code == 1
    assert broken.stderr == "Das Journal ist verletzt: Eintrag 2 passt nicht zu seinem Vorgänger.\n"


def test_the_demo_shows_its_passwords_once_and_they_work() -> None:
    first = run("demo", "--prepare")
    shown = dict(re.findall(r"^  (\w+) +(\S+)", first.stdout, re.MULTILINE))
    assert sorted(shown) == ["anton", "ayse", "bernd", "carla", "clara", "dilan", "frida", "greta", "heike"]
    assert all(Account.objects.get(username=name).check_password(password) for name, password in shown.items())
    assert Project.objects.count() == len(packaged()["projects"]) + 1  # and the candidate of an invented sprint
    posts = Assignment.objects.values_list("person__name", "post__role")
    assert sorted(posts) == [
        ("Anton", "administrator"),
        ("Ayşe", "project_lead"),
        ("Bernd", "mayor"),
        ("Carla", "staff_unit"),
        ("Clara", "staff_unit"),
        ("Frida", "theme_officer"),
        ("Greta", "auditor"),
        ("Heike", "office_head"),
    ]
    codes = re.findall(r"^  (\w+) .*\n +zweiter Faktor, jeder Code einmal: (\S+)", first.stdout, re.MULTILINE)
    assert [name for name, _code in codes] == ["carla", "clara", "frida", "anton", "greta"]
    assert all(use_code(Account.objects.get(username=name), code, at=timezone.now()) for name, code in codes)
    second = run("demo", "--prepare")
    assert not [line for line in second.stdout.splitlines() if line.startswith("  ")]
    assert all(Account.objects.get(username=name).check_password(password) for name, password in shown.items())


def test_a_taken_port_is_said_before_anything_happens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("demo", "--port", str(port))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Auf Port {port} läuft schon etwas.")
    assert not Project.objects.exists()


def test_the_first_account_of_a_house_is_opened_by_a_command() -> None:
    make_unit("Stabsstelle VME")
    words = ("account", "carla", "--person", "Carla", "--unit", "stabsstelle-vme")
    told = run(*words)
    assert told.exit_code == 0
    carla = Account.objects.get()
    shown, *codes = told.stdout.split("\n")[:-1]
    assert carla.check_password(shown.partition(": ")[2])
    assert (carla.person.assignments.get().post.role, carla.factors.count(), len(codes)) == ("staff_unit", 10, 10)
    assert run(*words).exit_code == 1
    assert run(*words[:-1], "nirgends").stderr == "Diese Einheit oder diese Rolle gibt es nicht.\n"


def test_new_codes_replace_the_old_ones() -> None:
    run("demo", "--prepare")
    frida = Account.objects.get(username="frida")
    first, second = run("codes", "frida").stdout.split(), run("codes", "frida").stdout.split()
    assert [use_code(frida, codes[0], at=timezone.now()) for codes in (first, second, second)] == [False, True, False]


def test_a_new_password_is_set_and_shown_and_an_unknown_name_refused() -> None:
    run("demo", "--prepare")
    result = run("password", "carla")
    name, password = result.stdout.strip().split(": ")
    assert Account.objects.get(username=name).check_password(password)
    unknown = run("password", "niemand")
    assert (unknown.exit_code, unknown.stderr) == (1, "Ein Konto mit diesem Namen gibt es nicht.\n")
