"""What counts as the same word."""

from __future__ import annotations

import pytest

from querwerk.words import asked, distance, fold, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Städte", "Stadt"), ("Bürger", "Buerger"), ("Straße", "Strassen"), ("grüne", "Gruenes"), ("RÄUME", "Raum")],
)
def test_forms_and_spellings_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


def test_different_words_keep_different_stems() -> None:
    assert stem(fold("Klima")) != stem(fold("Kino"))


def test_hyphens_and_humps_split_a_word_and_the_whole_stays_findable() -> None:
    assert words("City-Transformation am KlimaPark") == [
        "city", "transformation", "citytransformation", "klima", "park", "klimapark",
    ]  # fmt: skip


def test_numbers_are_words() -> None:
    assert words("Vorlage 2017/0294") == ["vorlage", "2017", "0294"]


def test_stop_words_count_only_where_nothing_else_is_asked() -> None:
    assert asked("die Stadt und der Wald") == ["stadt", "wald"]
    assert asked("und der") == ["und", "der"]


def test_signs_that_nobody_sees_do_not_split_words() -> None:
    assert words("Rad\u00adverkehr \u202eplan") == ["radverkehr", "plan"]


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [("rad", "rad", 0), ("rad", "rat", 1), ("rad", "rda", 1), ("rad", "raden", 2), ("rad", "fahrrad", 3)],
)
def test_the_distance_of_two_words(first: str, second: str, steps: int) -> None:
    assert distance(first, second, 2) == steps
