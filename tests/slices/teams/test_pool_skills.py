"""The list of skills: read in from ESCO, whole or not at all; a second run changes nothing; free words go again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.teams.actions.pool import add_skill, drop_skill
from querwerk.teams.actions.skills import Listed, Tally, keep_skills
from querwerk.teams.exchange.skills import Unreadable, read_skills
from querwerk.teams.models import Skill, Term
from querwerk.teams.queries.skills import meant, suggestions
from querwerk.web.cli import app
from tests.slices.delivery.people import as_actor, holder

from .pool import NOW, listed, profile_of

pytestmark = pytest.mark.django_db
ESCO = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "competences" / "esco-de"
LIST = """concept_uri,preferred_label,alt_labels,description
http://data.example/1,Veranstaltungen moderieren,"Events leiten
Moderation",Leiten.
http://data.example/2,Vergaberecht,,Recht.
,ohne Adresse,,
http://data.example/3,,,ohne Bezeichnung
"""
HEAD = "concept_uri,preferred_label\n"
STAFF_UNIT = Actor(post="Befehlszeile", roles=frozenset({"staff_unit"}))


def kept(text: str = LIST) -> Tally:
    return keep_skills(read_skills(text.encode())[0], by=STAFF_UNIT, at=NOW)


def test_a_list_is_read_and_a_second_run_changes_nothing() -> None:
    assert read_skills(LIST.encode()) == (
        [
            Listed("http://data.example/1", "Veranstaltungen moderieren", ("Events leiten", "Moderation")),
            Listed("http://data.example/2", "Vergaberecht"),
        ],
        2,
    )
    assert (kept(), kept()) == (Tally(2, 0, 0), Tally(0, 0, 2))
    (entry,) = Entry.objects.all()
    assert (entry.event, entry.facts) == ("teams.skills_read_in", {"skills": [0, 2]})


def test_a_skill_renamed_is_found_by_its_new_word_and_stays_offered() -> None:
    kept()
    account = listed("ayse")
    skill = Skill.objects.get(label="Vergaberecht")
    add_skill(profile_of(account), skill=skill.pk, by=as_actor(account), at=NOW)
    assert kept(LIST.replace("Vergaberecht", "Beschaffungswesen")) == Tally(0, 1, 1)
    assert [one.skill.label for one in profile_of(account).offers.all()] == ["Beschaffungswesen"]
    assert [len(one.skills) for one in meant(["Vergabe", "Beschaffung"])] == [0, 1]


def test_other_names_are_found_too_and_short_labels_come_first() -> None:
    kept()
    assert [[label for _, label in one.skills] for one in meant(["Moderation", "events", "Quatsch"])] == [
        ["Veranstaltungen moderieren"], ["Veranstaltungen moderieren"], [],
    ]  # fmt: skip
    assert [label for _, label in suggestions("Recht")] == ["Vergaberecht"]
    assert meant([]) == []


def test_a_word_typed_is_the_skill_of_the_list_when_there_is_one() -> None:
    kept()
    account = listed("ayse")
    add_skill(profile_of(account), word=" vergaberecht ", by=as_actor(account), at=NOW)
    add_skill(profile_of(account), word="Honig schleudern", by=as_actor(account), at=NOW)
    assert Skill.objects.filter(uri="").count() == 1
    drop_skill(profile_of(account), Skill.objects.get(uri="").pk, by=as_actor(account), at=NOW)
    assert (Skill.objects.filter(uri="").count(), Skill.objects.count()) == (0, 2)
    # the words of the list stay, those that nobody says any more go
    left = ["events", "leiten", "moderation", "moderieren", "veranstaltungen", "vergaberecht"]
    assert sorted(Term.objects.values_list("text", flat=True)) == left


@pytest.mark.parametrize(
    ("listed_as", "typed"),
    [("Öffentlichkeitsarbeit", "öffentlichkeitsarbeit"), ("Große Säle", "GROSSE SÄLE"), ("C", "c"), ("Ä", "Ä")],
)
def test_capitals_make_no_other_skill(listed_as: str, typed: str) -> None:
    kept(f"{HEAD}http://data.example/1,{listed_as}\n")
    account = listed("ayse", typed)
    add_skill(profile_of(account), word="Öffentlichkeitsbeteiligung", by=as_actor(account), at=NOW)  # control
    assert sorted(Skill.objects.values_list("label", flat=True)) == sorted([listed_as, "Öffentlichkeitsbeteiligung"])


def test_a_free_word_is_one_skill_and_its_words_stay_as_long_as_somebody_offers_it() -> None:
    ayse, bernd = listed("ayse", "Überfälle üben"), listed("bernd", "überfälle ÜBEN")
    (skill,) = Skill.objects.all()
    drop_skill(profile_of(ayse), skill.pk, by=as_actor(ayse), at=NOW)
    assert sorted(Term.objects.values_list("text", flat=True)) == ["uben", "uberfalle"]
    drop_skill(profile_of(bernd), skill.pk, by=as_actor(bernd), at=NOW)
    assert (Skill.objects.count(), Term.objects.count()) == (0, 0)


def test_only_the_staff_unit_reads_a_list_in() -> None:
    with pytest.raises(Refused):
        keep_skills([Listed("http://x.example/1", "X")], by=as_actor(holder("ayse", "employee")[0]), at=NOW)
    assert Skill.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "kein Text"),
        (b"a,b\n1,2\n", "fehlen die Spalten"),
        (b"", "fehlen die Spalten"),
        (b'concept_uri,preferred_label\n"' + b"x" * 140_000 + b'",y\n', "keine Tabelle"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_skills(content)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"{HEAD}{text}".encode(errors="replace")))
def test_whatever_a_file_holds_it_is_read_or_refused(content: bytes) -> None:
    try:
        skills, skipped = read_skills(content)
    except Unreadable:
        return
    assert skipped >= 0
    assert all(one.uri.startswith("http") and one.label for one in skills)


def test_the_command_reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "skills.csv"
    file.write_text(LIST)
    said = CliRunner().invoke(app, ["import", "skills", str(file), "--json"])
    assert json.loads(said.stdout) == {"new": 2, "changed": 0, "same": 0, "skipped": 2}
    again = CliRunner().invoke(app, ["import", "skills", str(file)])
    assert again.stdout.splitlines()[0] == "Fähigkeiten: 0 neu, 0 geändert, 2 gleich."
    file.write_bytes(b"x")
    assert CliRunner().invoke(app, ["import", "skills", str(file)]).exit_code == 1


@pytest.mark.shared_data
def test_the_real_list_is_read_whole() -> None:
    file = ESCO / "all_skills_uri_label_description_de.csv"
    if not file.exists():
        pytest.skip("../shared/data is not there")
    skills, skipped = read_skills(file.read_bytes())
    assert (len(skills), skipped) == (13_891, 0)
