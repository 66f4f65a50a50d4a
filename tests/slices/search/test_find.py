"""What a question finds, and in which order."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from querwerk.search.actions import Doc, index, remove
from querwerk.search.excerpts import marked, passage
from querwerk.search.models import Posting
from querwerk.search.queries import find

pytestmark = pytest.mark.django_db

RADVERKEHR = Doc("project", "rad", "Förderung des Radverkehrs", names=("Fahrradstadt Beispielheim",))
KLIMA = Doc("project", "klima", "Klimaneutrales Beispielheim", summary="Die Stadt spart.", texts=("Dächer mit Sonne",))
SPRACHE = Doc("project", "sprache", "Sprachbildung", texts=("Kitas und Fahrradwege",))
GREEN = Doc("theme", "gruen", "Grüne Stadt")
SECRET = Doc("project", "geheim", "Idee für die Stadt", internal=True)


@pytest.fixture(autouse=True)
def documents() -> None:
    index([RADVERKEHR, KLIMA, SPRACHE, GREEN, SECRET])


def slugs(question: str, **options: object) -> list[str]:
    return [hit.slug for hit in find(question, **options).hits]  # type: ignore[arg-type]


def test_a_word_form_finds_the_word() -> None:
    assert slugs("Städte") == ["gruen", "rad", "klima"]


def test_part_of_a_compound_finds_it() -> None:
    assert slugs("Bildung") == ["sprache"]
    assert slugs("Klima") == ["klima"]


def test_a_former_name_finds_the_project_and_ranks_above_a_text() -> None:
    assert slugs("Fahrrad") == ["rad", "sprache"]


def test_a_title_ranks_above_a_former_name() -> None:
    index([Doc("project", "neu", "Fahrradstadt")])
    assert slugs("Fahrradstadt") == ["neu", "rad"]


def test_all_words_come_before_some() -> None:
    assert slugs("grüne Stadt") == ["gruen", "rad", "klima"]
    assert [hit.whole for hit in find("grüne Stadt").hits] == [True, False, False]


@pytest.mark.parametrize("typo", ["Radferkehr", "Radvrekehr", "Radverker", "Raddverkehr"])
def test_a_small_typo_still_finds(typo: str) -> None:
    assert slugs(typo) == ["rad"]


def test_a_word_nobody_knows_finds_nothing_and_is_named() -> None:
    found = find("Quantenschaum")
    assert (found.hits, found.total, found.unknown) == ((), 0, ("quantenschaum",))


def test_an_empty_question_finds_nothing() -> None:
    assert find("  ?!") == find("")


def test_internal_documents_are_found_by_the_house_only() -> None:
    assert "geheim" not in slugs("Idee Stadt")
    assert slugs("Idee Stadt", internal=True)[0] == "geheim"


def test_counts_by_kind_stay_when_a_kind_is_chosen() -> None:
    found = find("Stadt", kinds={"theme"})
    assert (found.total, found.kinds) == (1, (("project", 2), ("theme", 1)))


def test_paging_cuts_the_same_order() -> None:
    assert slugs("Stadt", limit=1) + slugs("Stadt", limit=2, offset=1) == slugs("Stadt")


def test_indexing_again_replaces_what_was_said_before() -> None:
    index([Doc("project", "klima", "Wärmeplan")])
    assert (slugs("Klima"), slugs("Wärme")) == ([], ["klima"])


def test_indexing_twice_changes_nothing() -> None:
    before = sorted(Posting.objects.values_list("word__text", "document__slug", "weight"))
    index([RADVERKEHR, KLIMA, SPRACHE, GREEN, SECRET])
    assert sorted(Posting.objects.values_list("word__text", "document__slug", "weight")) == before


def test_a_removed_document_is_gone() -> None:
    remove("theme", "gruen")
    assert slugs("grüne Stadt") == ["rad", "klima"]


def test_signs_with_a_meaning_to_the_database_are_plain_letters() -> None:
    assert slugs("100% _ ' \" ; \\") == []


def test_a_question_takes_at_most_four_statements() -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        find("Radferkehr Quantenschaum Stadt")
    assert len(queries) == 4


def test_matched_words_are_marked_and_everything_else_escaped() -> None:
    assert marked("Die <b>Städte</b> & mehr", {"stadte"}) == ("Die &lt;b&gt;<mark>Städte</mark>&lt;/b&gt; &amp; mehr")


def test_a_passage_shows_the_words_around_a_hit() -> None:
    body = "Lorem ipsum " * 40 + "ein Park für Bürgerinnen " + "dolor sit " * 40
    assert "Bürgerinnen" in passage(body, {"burgerinnen"})
    assert passage(body, {"anderes"}) == ""
