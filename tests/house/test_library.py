"""What comes with Querwerk for sprints has its English words: each card, each format, each block."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from typing import Any

from .tree import SOURCE

FOLDER = SOURCE / "sprints/library"
CARDS = tomllib.loads((FOLDER / "methods.toml").read_text())["card"]
FORMATS = tomllib.loads((FOLDER / "formats.toml").read_text())["format"]
WORDS = {"card": ("title", "when_to_use", "material", "steps", "yields"), "format": ("title", "summary")}
#: Words that English has from the same place.
SAME = {"Tandem", "Pop-up"}


def lacking(cards: list[dict[str, Any]], formats: list[dict[str, Any]]) -> list[str]:
    """Where English is missing, still German, of other length in steps, or the name of no card."""
    found = []
    for kind, things in (("card", cards), ("format", formats)):
        for said in things:
            english = said.get("en", {})
            found += [f"{said['key']}: {name}" for name in WORDS[kind] if not _alike(said[name], english.get(name, ""))]
            found += [f"{said['key']}: {name} too much" for name in english if name not in WORDS[kind]]
    keys = {card["key"] for card in cards}
    for said in formats:
        for block in (block for day in said["days"] for block in day):
            german, english, *method = *block[1:], *[""] * (3 - len(block))
            if not _alike(german, english) or english in keys or len(method) > 1 or not set(method) <= keys:
                found.append(f"{said['key']}: {german}")
    return found


def _alike(german: str, english: str) -> bool:
    """Something stands there, in other words, with as many lines."""
    return bool(english.strip()) and (english != german or german in SAME) and lines(english) == lines(german)


def lines(text: str) -> list[str]:
    """How the lines of a text begin, if they are numbered."""
    return [found[0] if (found := re.match(r"\d+\. ", line)) else "" for line in text.splitlines()]


def spoken(formats: list[dict[str, Any]]) -> dict[str, set[str]]:
    """title of a block -> what it is called in English"""
    found: dict[str, set[str]] = {}
    for said in formats:
        for block in (block for day in said["days"] for block in day):
            found.setdefault(block[1], set()).add(block[2])
    return found


def test_each_card_format_and_block_has_its_english_words() -> None:
    assert lacking(CARDS, FORMATS) == []
    assert (len(CARDS), len(FORMATS), sum(len(day) for said in FORMATS for day in said["days"])) == (13, 6, 79)


def test_the_same_block_is_called_the_same_in_every_format() -> None:
    assert {german: words for german, words in spoken(FORMATS).items() if len(words) != 1} == {}


def test_missing_english_words_would_be_found() -> None:
    cards, formats = deepcopy(CARDS), deepcopy(FORMATS)
    del cards[0]["en"]
    cards[1]["en"]["steps"] = cards[1]["en"]["steps"].rsplit("\n", 1)[0]
    cards[2]["en"] |= {"yields": cards[2]["yields"], "summary": "x"}
    del formats[0]["en"]["summary"]
    formats[1]["days"][0][0] = [30, "Ankommen", "arrive"]
    formats[2]["days"][0][2] = [15, "Pause"]
    formats[3]["days"][0][0][3] = "arriving"
    found = lacking(cards, formats)
    assert found == [
        *(f"hands: {name}" for name in WORDS["card"]), "may-decide: steps", "five-whys: yields",
        "five-whys: summary too much", "knack: summary", "idea-sprint: Ankommen", "week: Pause", "study: Ankommen",
    ]  # fmt: skip
