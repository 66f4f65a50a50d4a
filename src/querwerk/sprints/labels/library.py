"""The words of cards and formats as they are read: the house's own, or those that came with Querwerk, in two languages.

A house holds one wording, the German one it brought in. Who reads English gets the English words that stand beside it
in ``sprints/library`` as long as none of the German ones was changed. The first word a house changes makes all of them
its own: they are never replaced, and stand in every language as they were written. Numbers are no words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import get_language

from ..models import Format, FormatBlock, MethodCard

_FOLDER = Path(__file__).resolve().parents[1] / "library"


class CardWords(NamedTuple):
    """What a method card says."""

    title: str
    when_to_use: str
    material: str
    steps: str
    yields: str

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> CardWords:
        return cls(*(said[name] for name in cls._fields))


class FormatWords(NamedTuple):
    """What a format says; ``blocks`` are the titles of its blocks, one after another."""

    title: str
    summary: str
    blocks: tuple[str, ...]


def card_words(card: MethodCard) -> CardWords:
    """A card in the language of who reads it."""
    kept = CardWords.of(vars(card))
    return _english_cards().get(kept, kept) if get_language() == "en" else kept


def format_words(format: Format, blocks: Iterable[FormatBlock]) -> FormatWords:
    """A format, with its blocks in their order, in the language of who reads it."""
    kept = FormatWords(format.title, format.summary, tuple(block.title for block in blocks))
    return _english_formats().get(kept, kept) if get_language() == "en" else kept


def titles_kept(title: str) -> set[str]:
    """What the house may call a format that somebody knows by this title."""
    return {title} | {kept.title for kept, english in _english_formats().items() if english.title == title}


@cache
def shipped(name: str) -> dict[str, Any]:
    """A file of what comes with Querwerk, as it was written."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _english_cards() -> dict[CardWords, CardWords]:
    return {CardWords.of(said): CardWords.of(said["en"]) for said in shipped("methods")["card"]}


@cache
def _english_formats() -> dict[FormatWords, FormatWords]:
    found = {}
    for said in shipped("formats")["format"]:
        german, english = zip(*(block[1:3] for day in said["days"] for block in day), strict=True)
        kept = FormatWords(said["title"], said["summary"], german)
        found[kept] = FormatWords(said["en"]["title"], said["en"]["summary"], english)
    return found
