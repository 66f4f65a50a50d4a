"""The claims of the data sheet about paper trails: no way to a person but where it says so, by column and word.

What is proved here is explained in docs/explanation/paper-trails-and-people.md.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from querwerk.intake.actions.asking import ask
from querwerk.intake.models import Inquiry
from querwerk.privacy.queries import declared
from querwerk.structure.models import Account, Assignment, Person, Post, Unit
from querwerk.trails.actions import absurdities, findings
from querwerk.trails.models import Absurdity, Authorship, Finding, Slip, Stamp, Station, Trail
from tests.factories import make_unit
from tests.people import traces_in_database
from tests.slices.delivery.people import as_actor

from .people import AT, released

pytestmark = pytest.mark.django_db

#: Everything that is kept of a trail; a new column is looked at before it is added here.
COLUMNS = {
    Trail: {"id", "thread", "slug", "title", "paper", "purpose", "unit", "state", "opened_on", "version"},
    Authorship: {"id", "trail", "account"},
    Station: {"id", "trail", "position", "name", "unit", "place", "activity", "touch_minutes", "waiting_days",
              "medium_break", "may_return", "beside"},
    Slip: {"id", "trail", "number", "digest", "opened_at", "expires_on", "ended_at"},
    Stamp: {"id", "slip", "station", "mark", "at", "key", "returned_to"},
    Finding: {"id", "thread", "trail", "sentence", "absurd", "figures", "picture", "found_on"},
    Absurdity: {"id", "finding", "slug", "sentence", "text", "unit", "showing", "asked_on", "consent_on",
                "consent_post", "published_on", "mended_on", "mended_sentence", "mended_figures", "mended_picture",
                "version"},
}  # fmt: skip


def named(word: str, role: str, unit: Unit) -> Account:
    """Somebody whose names hold a word that stands nowhere else."""
    person = Person.objects.create(name=f"Person {word}")
    post = Post.objects.create(unit=unit, slug=f"{role}-stelle", title="Stelle", role=role)
    Assignment.objects.create(post=post, person=person, valid_from=timezone.localdate() - timedelta(days=900))
    return Account.objects.create(username=word, email=f"{word}@stadt.example", person=person)


def ways_to_people() -> set[str]:
    """The columns of all tables of trails that lead to somebody."""
    models = apps.get_app_config("trails").get_models()
    return {f"{model.__name__}.{field}" for model in models for field in declared.links(model)}


def test_only_who_writes_a_draft_and_who_reads_a_file_in_are_known() -> None:
    assert ways_to_people() == {"Authorship.account", "Import.account"}


def test_a_column_that_leads_to_somebody_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stamp, "personal", {"key": declared.declared(Authorship)["account"]}, raising=False)
    assert ways_to_people() == {"Authorship.account", "Import.account", "Stamp.key"}


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_what_is_kept_of_a_trail_is_what_the_sheet_knows(model: type[Trail]) -> None:
    assert {field.name for field in model._meta.get_fields() if field.concrete} == COLUMNS[model]


def test_after_a_whole_story_names_stand_where_they_are_declared_and_nowhere_else() -> None:
    office = make_unit("Bürgeramt")
    writes, agrees, asks = (
        named(word, role, office) for word, role in (("zqschreibt", "employee"), ("zqstimmt", "office_head"),
                                                     ("zqfragt", "facilitator"))
    )  # fmt: skip
    trail = released(as_actor(writes))
    finding = findings.note_finding(
        trail.slug, sentence="Elf Hände", absurd="", figures={}, picture="", version=trail.version,
        by=as_actor(writes), at=AT,
    )  # fmt: skip
    said = {"sentence": "Elf Hände", "text": "", "unit": office}
    found = absurdities.ask_consent(finding.pk, **said, by=as_actor(writes), at=AT)
    absurdities.agree(found.slug, version=1, by=as_actor(agrees), at=AT)
    ask(title="Elf Hände", concern="Warum?", origin=finding.thread, by=as_actor(asks), at=AT)
    everybody = {"journal_person.account", "structure_account.email", "structure_account.username",
                 "structure_person.name"}  # fmt: skip
    assert set(traces_in_database(["zqschreibt"])) == everybody | {"trails_authorship.account"}
    assert set(traces_in_database(["zqstimmt"])) == everybody
    assert set(traces_in_database(["zqfragt"])) == everybody | {"intake_asker.account"}
    Inquiry.objects.update(concern="Das hat zqfragt geschrieben.")
    assert "intake_inquiry.concern" in traces_in_database(["zqfragt"])  # control


def test_the_data_sheet_says_so(client: Client) -> None:
    text = client.get("/datenschutz/datenblatt/").content.decode()
    for sentence in (
        "keine Auswertung von Verhalten oder Leistung",
        "Laufwege zählen Papiere, Stationen und Einheiten",
        "Wer die Stabsstelle etwas fragt, sieht niemand",
        "Eigene Laufwege",
        "Wer die Stabsstelle fragt",
    ):
        assert sentence in text
