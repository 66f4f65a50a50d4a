"""T26: whoever leaves takes everything along, in every table; the journal stays whole; a restore brings nobody back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import models

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.queries import verify
from querwerk.privacy.actions import own_data
from querwerk.privacy.actions.erase import FILE, erase, leave, replay_erasures, write_register
from querwerk.privacy.exchange import archive
from querwerk.privacy.models import Erasure, Export
from querwerk.privacy.queries import declared as declarations
from querwerk.privacy.queries.own import held
from querwerk.privacy.queries.traces import who_is
from querwerk.protection import Personal
from querwerk.structure.models import Account, Assignment, Person
from tests.people import Somebody, invent, traces_in_database

pytestmark = pytest.mark.django_db
OWN = Erasure.Cause.OWN


def actor(one: Somebody) -> Actor:
    return Actor(post="Projektleitung", account=one.word, roles=frozenset({"project_lead"}))


def test_people_leave_a_trace_in_every_table_that_declares_people() -> None:
    one = invent(0)
    filled = {model._meta.label for model in declarations.personal_tables()}
    known = {table.model._meta.label for table in held(who_is(one.account))}
    assert filled - known == set()


def test_the_export_shows_every_declared_field_of_a_person_and_nothing_of_another() -> None:
    one, two = invent(1), invent(2)
    tables = {table.model: table for table in held(who_is(one.account))}
    missing = [
        line.label
        for line in declarations.lines()
        if line.said.export and not any(line.field.name in row for row in tables[line.model].rows)
    ]
    assert missing == []
    written = json.dumps([table.rows for table in tables.values()], ensure_ascii=False)
    exported = {line.label for line in declarations.lines() if line.said.export}
    assert [place for place in exported & set(one.planted) if one.planted[place] not in written] == []
    assert two.word not in written


def test_a_field_that_is_forgotten_in_the_export_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    one = invent(3)
    monkeypatch.setattr("querwerk.privacy.queries.own.shown_fields", lambda model: ["username"])
    with pytest.raises(KeyError):
        list(held(who_is(one.account)))


def test_whoever_is_erased_stands_nowhere_any_more_and_everybody_else_stays(now: datetime) -> None:
    people = [invent(number) for number in range(5)]
    gone, stay = people[:3], people[3:]
    assert len(traces_in_database([gone[0].word])) > 5
    for one in gone:
        leave(by=actor(one), at=now)
    assert traces_in_database([one.word for one in gone]) == []
    kept = [sorted(traces_in_database([one.word])) for one in stay]
    assert kept[0] == kept[1] != []
    assert verify().intact


def test_posts_end_and_records_stay_without_a_name(now: datetime) -> None:
    one = invent(6)
    post = Assignment.objects.get(person=one.person)
    leave(by=actor(one), at=now)
    assert Person.objects.get(pk=one.person.pk).name == "N. N."
    assert Assignment.objects.get(pk=post.pk).valid_to == now.date()
    assert not Account.objects.filter(username=one.word).exists()


def test_a_field_that_erasing_forgets_would_be_found(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    one = invent(7)
    undeclared = {name: said for name, said in Person.personal.items() if name != "name"}
    monkeypatch.setattr(Person, "personal", undeclared)
    leave(by=actor(one), at=now)
    assert traces_in_database([one.word]) == ["structure_person.name"]


def test_a_table_that_nobody_declared_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Export, "personal")
    declarations._is_linked.cache_clear()
    assert declarations.undeclared() == ["privacy.Export.account: an undeclared way to a person"]
    declarations._is_linked.cache_clear()
    monkeypatch.undo()
    assert declarations.undeclared() == []


def test_a_restored_house_forgets_again_and_nobody_else(now: datetime) -> None:
    one, two = invent(8), invent(9)
    names = (one.account.pk, one.word, one.person.pk)
    leave(by=actor(one), at=now)
    write_register()
    lines = (settings.HOME / FILE).read_text().splitlines()
    assert all(one.word not in line for line in lines)
    # the backup: the person is there again, under the same numbers
    Person.objects.filter(pk=names[2]).update(name=f"Person {one.word}")
    Account.objects.create(pk=names[0], username=names[1], email=one.address, person_id=names[2])
    clock = Actor(post="Querwerk", roles=frozenset({"system"}))
    assert replay_erasures(lines, by=clock, at=now) == 1
    assert traces_in_database([one.word]) == []
    assert Account.objects.filter(username=two.word).exists()
    assert replay_erasures(lines, by=clock, at=now) == 0


def test_a_register_of_another_kind_changes_nothing(now: datetime) -> None:
    one = invent(10)
    with pytest.raises(ValueError, match="line 1 is no line of the register"):
        replay_erasures(['{"name": "x"}'], by=Actor(post="Querwerk"), at=now)
    assert Account.objects.filter(username=one.word).exists()


def test_the_entry_about_an_erasure_names_nobody_not_even_the_post(now: datetime) -> None:
    from querwerk.journal.models import Entry

    one = invent(11)
    leave(by=actor(one), at=now)
    last = Entry.objects.latest("seq")
    assert (last.event, last.post, last.person_digest, list(last.facts)) == (
        "privacy.person_erased",
        "N. N.",
        "",
        ["rows"],
    )


# -- the file of one's own data


def test_own_data_are_fetched_once_by_whoever_asked_within_a_day(now: datetime) -> None:
    from datetime import timedelta

    one, two = invent(12), invent(13)
    Export.objects.all().delete()
    asked = own_data.ask_for_data(by=actor(one), at=now)
    with pytest.raises(Refused):
        own_data.fetch_data(asked.pk, by=actor(two), at=now)
    with pytest.raises(Refused):
        own_data.fetch_data(asked.pk, by=actor(one), at=now + timedelta(hours=24))
    tables = own_data.fetch_data(asked.pk, by=actor(one), at=now)
    file = zipfile.ZipFile(io.BytesIO(archive(tables, of=one.word, at=now)))
    assert sorted(file.namelist()) == ["daten.html", "daten.json"]
    said = json.loads(file.read("daten.json"))
    assert said["tables"]["structure.Account"]["rows"][0]["username"] == one.word
    assert one.word in file.read("daten.html").decode()
    with pytest.raises(Refused):
        own_data.fetch_data(asked.pk, by=actor(one), at=now)


def test_every_declared_field_has_a_title_in_german() -> None:
    from django.utils.translation import override

    with override("de"):
        untitled = [line.label for line in declarations.lines() if not line.said.title]
    assert untitled == []


def test_every_reader_is_an_actor_of_the_access_table() -> None:
    from querwerk.access import Role

    known = {"self", *(role.value for role in Role)}
    assert [line.label for line in declarations.lines() if set(line.said.readers) - known] == []


def test_a_kept_page_does_not_outlive_the_person(now: datetime, django_capture_on_commit_callbacks: object) -> None:
    one = invent(14)
    cache.set("page", one.word)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        leave(by=actor(one), at=now)
    assert cache.get("page") is None


def test_fields_that_may_name_somebody_by_their_kind_must_say_so() -> None:
    class Field(models.EmailField):
        pass

    assert declarations._may_name(Field(name="x"))
    assert declarations._may_name(models.CharField(name="owner"))
    assert not declarations._may_name(models.CharField(name="title"))
    assert isinstance(Account.personal["email"], Personal)
    assert erase.__doc__
