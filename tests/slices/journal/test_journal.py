"""The journal: a chain that grows in order, refuses to change, and shows when somebody changed it all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from querwerk.journal import chain
from querwerk.journal.actions import NOBODY, Actor, Event, content_of, record, record_all
from querwerk.journal.models import Entry, Head, Person
from querwerk.journal.queries import history, position, verify
from tests.engines import lower_guards, raise_guards

THREAD = UUID("00000000-0000-4000-8000-000000000001")
OTHER = UUID("00000000-0000-4000-8000-000000000002")


@pytest.fixture
def five(carla: Actor, now: datetime, db: None) -> list[Entry]:
    """Five entries, a minute apart."""
    for minute in range(5):
        event = Event("projects.rescheduled", THREAD, {"end": [str(2026 + minute), str(2027 + minute)]}, "the weather")
        record(event, by=carla, at=now + timedelta(minutes=minute))
    return list(Entry.objects.order_by("seq"))


def test_entries_are_numbered_and_each_carries_the_hash_of_the_one_before(five: list[Entry]) -> None:
    assert [entry.seq for entry in five] == [1, 2, 3, 4, 5]
    assert [entry.previous_hash for entry in five] == [chain.GENESIS, *(entry.hash for entry in five[:-1])]
    assert verify().intact
    assert verify().entries == 5
    assert verify().head == five[-1].hash


def test_an_entry_says_who_as_what_did_what_to_which_thread_when_and_why(five: list[Entry], now: datetime) -> None:
    assert content_of(five[0]) == {
        "seq": 1,
        "thread": str(THREAD),
        "event": "projects.rescheduled",
        "post": "Stabsstelle",
        "unit": "VME",
        "at": "2026-11-22T09:00:00+00:00",
        "reason": "the weather",
        "facts": {"end": ["2026", "2027"]},
        "person": five[0].person_digest,
    }
    assert five[0].slice == "projects"


def test_a_hash_depends_on_the_content_alone_and_not_on_the_order_of_its_fields() -> None:
    assert chain.entry_hash(chain.GENESIS, {"a": 1, "b": "ß"}) == chain.entry_hash(chain.GENESIS, {"b": "ß", "a": 1})
    assert chain.canonical({"b": "ß", "a": [1, None]}) == '{"a":[1,null],"b":"ß"}'.encode()


@pytest.mark.django_db(transaction=True)
def test_record_refuses_outside_a_transaction(carla: Actor, now: datetime) -> None:
    with pytest.raises(RuntimeError) as refusal:
        record(Event("projects.renamed", THREAD), by=carla, at=now)
    assert str(refusal.value) == "a journal entry belongs into the transaction of its action"
    with transaction.atomic():
        record(Event("projects.renamed", THREAD), by=carla, at=now)
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_no_trace_in_the_journal(carla: Actor, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Event("projects.renamed", THREAD), by=carla, at=now)
        _ = 1 / 0
    assert Entry.objects.count() == 0
    assert position([""]) == 0
    assert verify().intact


# -- against change


def _change_a_fact() -> None:
    Entry.objects.filter(seq=3).update(facts={"end": ["2028", "2026"]})


def _change_the_hour() -> None:
    Entry.objects.filter(seq=3).update(at=F("at") - timedelta(hours=1))


def _change_the_post() -> None:
    Entry.objects.filter(seq=3).update(post="Oberbürgermeister")


def _change_and_hash_again() -> None:
    entry = Entry.objects.get(seq=3)
    entry.reason = ""
    Entry.objects.filter(seq=3).update(reason="", hash=chain.entry_hash(entry.previous_hash, content_of(entry)))


def _delete_from_the_middle() -> None:
    Entry.objects.filter(seq=3).delete()


def _delete_and_close_the_gap() -> None:
    Entry.objects.filter(seq=3).delete()
    Entry.objects.filter(seq=4).update(seq=3)
    Entry.objects.filter(seq=5).update(seq=4)


def _swap_two() -> None:
    Entry.objects.filter(seq=3).update(seq=99)
    Entry.objects.filter(seq=4).update(seq=3)
    Entry.objects.filter(seq=99).update(seq=4)


#: attack -> where the check of the chain finds it
CHANGES: dict[Callable[[], None], int] = {
    _change_a_fact: 3,
    _change_the_hour: 3,
    _change_the_post: 3,
    _change_and_hash_again: 4,
    _delete_from_the_middle: 3,
    _delete_and_close_the_gap: 3,
    _swap_two: 3,
}


@pytest.mark.parametrize("attack", CHANGES, ids=lambda attack: attack.__name__.strip("_"))
def test_the_database_refuses_to_change_what_is_written(five: list[Entry], attack: Callable[[], None]) -> None:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        attack()
    assert str(refusal.value).splitlines()[0] == "the journal is append-only"
    assert list(Entry.objects.order_by("seq").values()) == [
        {field.attname: getattr(entry, field.attname) for field in Entry._meta.fields} for entry in five
    ]


@pytest.mark.parametrize(("attack", "found_at"), CHANGES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_with_the_guards_taken_down_a_change_is_done_and_found(
    five: list[Entry], attack: Callable[[], None], found_at: int
) -> None:
    lower_guards()
    assert verify().intact
    attack()
    assert verify().broken_at == found_at


def test_an_entry_slipped_in_at_the_end_is_found(five: list[Entry], now: datetime) -> None:
    forged = Entry(seq=6, thread=THREAD, event="projects.stopped", post="Stabsstelle", at=now)
    forged.previous_hash = five[-1].hash
    forged.hash = chain.entry_hash(forged.previous_hash, content_of(forged))
    Entry.objects.bulk_create([forged])
    assert verify().broken_at == 7


def test_a_tail_cut_off_is_found(five: list[Entry]) -> None:
    lower_guards()
    Entry.objects.filter(seq__gte=4).delete()
    assert verify().broken_at == 4


def test_a_tail_cut_off_together_with_the_head_is_not_found_without_a_witness(five: list[Entry]) -> None:
    """What a chain alone cannot show: who holds the whole database can shorten it. An older copy of the head can."""
    witness = verify().head
    lower_guards()
    Entry.objects.filter(seq__gte=4).delete()
    Head.objects.filter(slice="").update(seq=3, hash=five[2].hash)
    assert verify().intact
    assert verify().head != witness
    assert not Entry.objects.filter(hash=witness).exists()


def test_the_database_refuses_to_empty_the_journal(five: list[Entry]) -> None:
    statement = {"sqlite": "DELETE FROM journal_entry", "postgresql": "TRUNCATE journal_entry CASCADE"}
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement[connection.vendor])
    assert str(refusal.value).splitlines()[0] == "the journal is append-only"
    assert Entry.objects.count() == 5


def test_the_guards_come_back_after_they_were_taken_down(five: list[Entry]) -> None:
    lower_guards()
    Entry.objects.filter(seq=5).update(reason="the frost")
    raise_guards()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(seq=5).update(reason="the weather")


# -- many writers


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_get_consecutive_numbers(carla: Actor, now: datetime) -> None:
    writers, each = 4, 5
    together = threading.Barrier(writers)
    failures: list[BaseException] = []

    def write() -> None:
        try:
            together.wait()
            for _ in range(each):
                with transaction.atomic():
                    record(Event("projects.renamed", THREAD), by=carla, at=now)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, writers * each + 1))
    assert verify().intact


def test_many_entries_at_once_are_the_same_chain_as_one_by_one(carla: Actor, now: datetime, db: None) -> None:
    record_all([Event("projects.renamed", THREAD), Event("structure.moved", OTHER)], by=NOBODY, at=now)
    at_once = [entry.hash for entry in Entry.objects.order_by("seq")]
    content = [content_of(entry) for entry in Entry.objects.order_by("seq")]
    first = chain.entry_hash(chain.GENESIS, content[0])
    assert at_once == [first, chain.entry_hash(first, content[1])]


# -- positions and histories


def test_the_position_rises_per_slice(carla: Actor, now: datetime, db: None) -> None:
    seen = []
    for name in ("structure.moved", "projects.renamed", "projects.renamed", "delivery.frozen"):
        record(Event(name, THREAD), by=carla, at=now)
        seen.append(
            (position([""]), position(["structure"]), position(["projects"]), position(["structure", "projects"]))
        )
    assert seen == [(1, 1, 0, 1), (2, 1, 2, 2), (3, 1, 3, 3), (4, 1, 3, 3)]


def test_a_thread_tells_its_own_history_newest_first_and_names_posts_only(
    carla: Actor, now: datetime, db: None
) -> None:
    record(Event("projects.renamed", THREAD, {"name": ["Old", "New"]}), by=carla, at=now)
    record(Event("projects.renamed", OTHER), by=carla, at=now)
    record(Event("projects.stopped", THREAD, reason="no money"), by=carla, at=now + timedelta(days=1))
    lines = history(THREAD, of="projects")
    assert [(line.event, line.post, line.reason, line.facts) for line in lines] == [
        ("projects.stopped", "Stabsstelle", "no money", {}),
        ("projects.renamed", "Stabsstelle", "", {"name": ["Old", "New"]}),
    ]
    assert "carla" not in repr(lines)
    assert "carla" in repr(list(Person.objects.values()))  # negative control: the name is there to be found


# -- the person behind an entry


def test_who_acted_can_be_proved_until_the_person_is_erased(five: list[Entry]) -> None:
    person = Person.objects.get(entry=five[0])
    assert chain.person_digest(person.salt, "carla") == five[0].person_digest
    assert chain.person_digest(person.salt, "bernd") != five[0].person_digest


def test_the_person_can_be_erased_while_the_chain_stays_whole(five: list[Entry]) -> None:
    assert Person.objects.filter(account="carla").delete()[0] == 5
    assert verify().intact
    assert Entry.objects.count() == 5


def test_two_entries_of_one_person_do_not_show_that_they_belong_together(five: list[Entry]) -> None:
    assert len({entry.person_digest for entry in five}) == 5


def test_an_entry_without_an_account_has_no_person(now: datetime, db: None) -> None:
    record(Event("projects.imported", THREAD), by=Actor(post="Import"), at=now)
    assert Entry.objects.get().person_digest == ""
    assert Person.objects.count() == 0
