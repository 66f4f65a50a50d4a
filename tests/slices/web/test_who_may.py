"""The page "Who may do what?" says what the table says, in words, as a matrix and as files."""

from __future__ import annotations

import csv
import json

import pytest
from django.test import Client
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from querwerk.access import Role, Scope, Verb, _cell, notation
from querwerk.web import who_may
from querwerk.web.access import things
from querwerk.web.labels import ACTORS, SCOPES, VERBS

pytestmark = pytest.mark.django_db


@given(st.dictionaries(st.sampled_from(Verb), st.frozensets(st.sampled_from(Scope), min_size=1)))
def test_a_cell_written_out_reads_as_the_same_rights(rights: dict[Verb, frozenset[Scope]]) -> None:
    assert _cell(notation(rights)) == rights


def test_the_words_are_complete() -> None:
    assert (set(ACTORS), set(VERBS), set(SCOPES)) == (set(Role), set(Verb), set(Scope))
    assert [str(thing.name) for thing in things() if not isinstance(thing.name, Promise)] == []


def test_no_right_of_everybody_is_missing_in_another_column() -> None:
    lacking = [
        (str(thing.name), role.value, verb.name)
        for thing in things()
        for verb, scopes in thing.rights.get(Role.ANYONE, {}).items()
        for role in Role
        if Scope.ALL in scopes and Scope.ALL not in thing.rights.get(role, {}).get(verb, frozenset())
    ]
    assert lacking == []


def test_a_role_is_written_out_beyond_what_everybody_may() -> None:
    page = who_may.page("project_lead")
    sheet = next(line for line in page.beyond if str(line.thing) == "Leitprojekt: öffentliche Angaben")
    assert [(verbs, str(reach)) for verbs, reach in sheet.rights] == [("ändern", "nur im eigenen Projekt oder Team")]
    assert who_may.page("nobody").actor == "anyone"
    assert [str(line.thing) for line in who_may.page("partner").beyond] == ["Anmeldung"]


@pytest.mark.parametrize("address", ["/wer-darf-was/", "/en/wer-darf-was/?wer=mayor", "/wer-darf-was/?wer=<script>"])
def test_everybody_reads_the_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.decode().count('class="qw-upright"') == len(Role)


def test_the_files_hold_the_whole_matrix(client: Client) -> None:
    rows = list(
        csv.reader(client.get("/wer-darf-was/export.csv").content.decode("utf-8-sig").splitlines(), delimiter=";")
    )
    document = json.loads(client.get("/wer-darf-was/export.json").content)
    written = {str(t.name): {r.value: notation(t.rights[r]) for r in Role if r in t.rights} for t in things()}
    assert {entry["name"]: entry["rights"] for entry in document["things"]} == written
    assert {row[0]: dict(zip(ACTORS, row[1:], strict=True)) for row in rows[1:]} == {
        name: {role: rights.get(role.value, "") for role in ACTORS} for name, rights in written.items()
    }
    assert client.get("/wer-darf-was/export.xlsx").status_code == 404
