"""Documents held in memory are those of the database, whoever changed them, and nobody asks beyond their shelves."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from querwerk.analysis.similarity import Text, alike
from querwerk.search.actions import Doc, index, remove
from querwerk.search.insights import shelves as held
from querwerk.search.insights.shelves import Shelf, shelves
from querwerk.search.insights.similar import like
from querwerk.search.models import Change, Document, Packed, Posting
from tests.slices.outbox.test_worker import ROOT, environment

pytestmark = pytest.mark.django_db

RAD = Doc("project", "rad", "Radwege in der Innenstadt", summary="Breitere Wege.")
TRIP = Doc("trail", "reise", "Dienstreise", texts=("Elf Hände für eine Fahrkarte",), house=True)
PLAN = Doc("project", "plan", "Radschnellweg", texts=("Radwege bis ins Umland",), internal=True)
UNIT = Doc("unit", "amt", "Amt für Radwege", compared=False)
EVERYBODY, HOUSE, ALL = {Shelf.PUBLIC}, {Shelf.PUBLIC, Shelf.HOUSE}, set(Shelf)


@pytest.fixture(autouse=True)
def documents() -> None:
    index([RAD, TRIP, PLAN, UNIT])


def slugs(title: str, on: set[Shelf] = EVERYBODY, **said: Any) -> list[str]:
    return [one.slug for one in like(title, "", on=on, limit=9, **said)]


def test_each_circle_of_readers_has_a_shelf() -> None:
    assert (slugs("Radwege"), slugs("Dienstreise")) == (["rad"], [])
    assert slugs("Dienstreise", HOUSE) == ["reise"]
    assert sorted(slugs("Radwege", ALL)) == ["plan", "rad"]


def test_a_mere_name_is_not_compared() -> None:
    assert slugs("Amt für Radwege", ALL)[:1] == ["rad"]
    # Negative control: it is a document like the others.
    index([Doc("unit", "amt", "Amt für Radwege")])
    assert slugs("Amt für Radwege", ALL)[:1] == ["amt"]


def test_what_stands_on_another_shelf_changes_no_digit() -> None:
    before = [one.likeness for one in asked(EVERYBODY)]
    index([Doc("project", f"geheim-{number}", "Radwege", internal=True) for number in range(30)])
    assert [one.likeness for one in asked(EVERYBODY)] == before
    # Negative control: on the reader's own shelf it would.
    index([Doc("project", "offen", "Radwege")])
    assert [one.likeness for one in asked(EVERYBODY)] != before


def asked(on: set[Shelf]) -> Any:
    return alike(Text(None, "Radwege in der Stadt"), shelves(on))


def test_what_is_changed_moved_or_removed_is_known_with_the_next_question() -> None:
    assert slugs("Fahrkarte", HOUSE) == ["reise"]
    index([Doc("trail", "reise", "Urlaubsantrag", house=True)])
    assert (slugs("Fahrkarte", HOUSE), slugs("Urlaubsantrag", HOUSE)) == ([], ["reise"])
    index([Doc("trail", "reise", "Urlaubsantrag")])
    assert slugs("Urlaubsantrag", EVERYBODY) == ["reise"]
    remove("trail", "reise")
    assert slugs("Urlaubsantrag", ALL) == []


def test_changes_on_top_answer_as_if_all_were_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs("Radwege")
    index([Doc("project", f"p{number}", f"Radwege {number}", texts=("Bäume " * (number % 3),)) for number in range(40)])
    remove("project", "p7")
    index([Doc("project", "rad", "Bäume")])
    on_top = [(one.key, round(one.likeness, 12), one.words) for one in asked(ALL)]
    held.forget()
    assert sorted(on_top, key=repr) != []
    assert [likeness for _, likeness, _ in on_top] == [round(one.likeness, 12) for one in asked(ALL)]
    monkeypatch.setattr(held, "_ON_TOP", 1)
    index([Doc("project", "p8", "Bäume"), Doc("project", "p9", "Bäume")])
    once_more = [round(one.likeness, 12) for one in asked(ALL)]
    held.forget()
    assert once_more == [round(one.likeness, 12) for one in asked(ALL)]


def test_a_question_takes_two_statements_when_nothing_has_changed() -> None:
    slugs("Radwege")
    with CaptureQueriesContext(connection) as asks:
        slugs("Radwege")
    assert len(asks) == 2


def test_changes_are_numbered_in_one_row_a_document() -> None:
    before = Change.objects.count()
    index([RAD, RAD, PLAN])
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert (len(numbers), len(set(numbers))) == (before, before)


def test_words_are_packed_as_their_postings_say() -> None:
    for document in Document.objects.exclude(kind="unit"):
        rows = dict(Posting.objects.filter(document=document).values_list("word_id", "weight"))
        words, weights = held.np.frombuffer(document.packed.words, "<u4"), bytes(document.packed.weights)
        assert dict(zip(words.tolist(), weights, strict=True)) == rows
    assert Packed.objects.filter(document__kind="unit").count() == 0


def test_a_number_that_fell_is_another_database() -> None:
    slugs("Radwege")
    Change.objects.all().delete()
    Document.objects.filter(slug="rad").delete()
    assert slugs("Radwege") == []


def test_documents_handed_over_for_one_reader_stay_with_this_question() -> None:
    mine = Doc("inquiry", "7", "Radwege am Hafen")
    assert sorted(slugs("Radwege", own=[mine])) == ["7", "rad"]
    assert slugs("Hafen") == []


@pytest.mark.django_db(transaction=True)
def test_what_another_process_writes_is_known_here_once_it_is_committed() -> None:
    assert slugs("Kläranlage") == []
    with transaction.atomic():
        index([Doc("project", "klar", "Kläranlage")])
    code = (
        "import os, django; django.setup()\n"
        "from querwerk.search.insights.similar import like\n"
        "from querwerk.search.insights.shelves import Shelf\n"
        "from querwerk.search.actions import Doc, index\n"
        "print([one.slug for one in like('Kläranlage', '', on={Shelf.PUBLIC}, limit=5)])\n"
        "index([Doc('project', 'see', 'Badesee')])\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert (there.stdout.strip(), slugs("Badesee")) == ("['klar']", ["see"]), there.stderr
