"""Which texts are alike: worked by hand, held against the slow twin, and blind to what is not asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.similarity import Collection, Match, Text, alike, gain, rarity, worth_showing
from querwerk.analysis.similarity.asking import FILLERS
from querwerk.analysis.similarity.near import Letters, runs
from tests.analysis.reference import similarity as twin

HOUSE = [
    Text("rad", "Radwege in der Innenstadt", "Breitere Wege für Fahrräder."),
    Text("baum", "Bäume gegen die Hitze", "Im Sommer ist der Marktplatz zu heiß."),
    Text("reise", "Dienstreise ohne elf Unterschriften", "Ein Antrag geht durch elf Hände."),
    Text("schloss", "Fahrradabstellplätze am Bahnhof", "Wer sein Rad abstellt, findet keinen Platz."),
    Text("lang", "Bericht", "Radweg " + " ".join(f"Wort{number}" for number in range(200))),
]
WORDS = st.sampled_from(
    ["Rad", "Radweg", "Radwege", "Radwegenetz", "Fahrradweg", "Weg", "Wege", "Straße", "Strasse", "Straßenbaum", "Baum",
     "Bäume", "Hitze", "2027", "B9", "wir", "und", "Dienstreise", "Dienstraise", "Antrag", "Anträge"]
)  # fmt: skip
SAID = st.lists(WORDS, max_size=6).map(" ".join)
TEXTS = st.lists(st.tuples(SAID, SAID), max_size=7)


def found(title: str, body: str = "", texts: list[Text] = HOUSE) -> list[object]:
    return [match.key for match in alike(Text(None, title, body), [Collection.of(texts)])]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Mehr Bäume", "baum"),  # another form
        ("Ein Baum", "baum"),
        ("Innenstadtradweg", "rad"),  # parts of a compound
        ("Abstellplatz", "schloss"),  # a compound of it
        ("Dienstriese", "reise"),  # two letters swapped
        ("Unterschrift", "reise"),
        ("BAEUME", "baum"),  # another spelling
    ],
)
def test_another_form_a_compound_or_a_typo_finds_it(asked: str, first: str) -> None:
    assert found(asked)[0] == first


def test_a_title_counts_more_than_a_text_and_a_short_text_more_than_a_long_one() -> None:
    assert found("Radweg")[:2] == ["rad", "lang"]
    assert (gain(9, 10) > gain(1, 10), gain(1, 10) > gain(1, 200)) == (True, True)


def test_the_words_that_made_it_alike_are_named_as_they_were_written() -> None:
    match = alike(Text(None, "Elf Dienstreisen", "Der Antrag ist lang."), [Collection.of(HOUSE)])[0]
    assert match == Match("reise", pytest.approx(match.likeness), ("Dienstreisen", "Elf", "Antrag"))


def test_a_question_without_words_finds_nothing() -> None:
    assert (found(""), found("?!"), found("Quantenschaum")) == ([], [], [])
    assert found("Radweg", texts=[]) == []


def test_what_is_not_alike_enough_is_not_worth_showing() -> None:
    found = [Match(number, likeness, ()) for number, likeness in enumerate([0.3, 0.2, 0.15, 0.14, 0.03])]
    assert [match.key for match in worth_showing(found)] == [0, 1, 2]
    assert (worth_showing(found[4:]), worth_showing([])) == ((), ())


@settings(max_examples=150, deadline=None)
@given(SAID, SAID, TEXTS)
def test_the_slow_twin_gives_the_same_likeness(title: str, body: str, texts: list[tuple[str, str]]) -> None:
    collection = Collection.of(Text(place, *text) for place, text in enumerate(texts))
    ours = {match.key: match.likeness for match in alike(Text(None, title, body), [collection], limit=len(texts) + 1)}
    theirs = dict(enumerate(twin.scores(title, body, texts, FILLERS)))
    assert ours == pytest.approx({place: likeness for place, likeness in theirs.items() if likeness})


@settings(max_examples=80, deadline=None)
@given(SAID, TEXTS, st.data())
def test_a_text_that_was_taken_out_leaves_nothing_behind(
    said: str, texts: list[tuple[str, str]], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(texts))))) if texts else set()
    whole = Collection.of(Text(place, *text) for place, text in enumerate(texts))
    rest = Collection.of(Text(place, *text) for place, text in enumerate(texts) if place not in gone)
    ours = alike(Text(None, said), [whole.without(gone)], limit=9)
    theirs = alike(Text(None, said), [rest], limit=9)
    assert [one.key for one in ours] == [one.key for one in theirs]
    assert [one.words for one in ours] == [one.words for one in theirs]
    assert [one.likeness for one in ours] == pytest.approx([one.likeness for one in theirs])


@settings(max_examples=80, deadline=None)
@given(SAID, TEXTS, st.integers(0, 7))
def test_two_collections_together_answer_as_one(said: str, texts: list[tuple[str, str]], cut: int) -> None:
    named = [Text(place, *text) for place, text in enumerate(texts)]
    parts = [Collection.of(named[:cut]), Collection.of(named[cut:])]
    ours = alike(Text(None, said), parts, limit=9)
    theirs = alike(Text(None, said), [Collection.of(named)], limit=9)
    assert {one.key: pytest.approx(one.likeness) for one in theirs} == {one.key: one.likeness for one in ours}


def test_a_text_outside_changes_no_digit() -> None:
    shown, hidden = Collection.of(HOUSE), Collection.of([Text("geheim", "Radwege", "Hitze")] * 50)
    alone = alike(Text(None, "Radwege", "Hitze"), [shown])
    Collection.of([*HOUSE, Text("geheim", "Radwege")])
    assert alike(Text(None, "Radwege", "Hitze"), [shown]) == alone
    # Negative control: asked together it would.
    assert alike(Text(None, "Radwege", "Hitze"), [shown, hidden]) != alone


def test_rare_words_say_more() -> None:
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


def test_the_ends_of_a_word_count_as_letters() -> None:
    assert sorted(runs("weg")) == ["^we", "eg$", "weg"]


def test_a_word_that_no_text_holds_any_more_is_like_nothing() -> None:
    words = Letters(["radweg", "radwege", "fahrradweg"])
    assert [number for number, _ in words.near("radweg", np.array([1, 1, 1]))] == [1, 2]
    assert [number for number, _ in words.near("radweg", np.array([1, 0, 1]))] == [2]


def test_a_very_long_question_is_read_in_part() -> None:
    assert found("Radwege", "x " * 3_000_000)[0] == "rad"
