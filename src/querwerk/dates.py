"""Dates as councils and reports write them: a day, a month, a quarter, "spring 2022", "after 2027", "2028/2029".

A :class:`VagueDate` keeps the written form and knows the first and last day it can mean. Nothing is rounded
away: ``2023`` is the whole year, and a later ``2023-04`` inside it is a more precise word, not a slip.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12)}

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")
_SEASON = re.compile(r"(\d{4})-(spring|summer|autumn|winter)")
_AFTER = re.compile(r"after-(.+)")
_YEARS_FROM = re.compile(r"(\d{1,2}) Jahre ab (\d{4})")


@dataclass(frozen=True, slots=True)
class VagueDate:
    """A written date with the days it can mean.

    ``first`` and ``last`` are inclusive. ``last`` is None for an open end ("after 2027").
    """

    text: str
    first: date
    last: date | None

    @property
    def sort_key(self) -> tuple[date, date]:
        """Orders by first, then last possible day; an open end comes last."""
        return (self.first, self.last or date.max)

    @property
    def year(self) -> int:
        """The year of the first possible day."""
        return self.first.year


@lru_cache(maxsize=4096)
def parse(text: str) -> VagueDate:
    """Reads a written date.

    Accepts ``2022``, ``2022-03``, ``2022-03-31``, ``2022-Q1``, ``2022-H1``, ``2022-spring``, ``a/b`` (from a to b),
    ``after-a`` and ``2 Jahre ab 2020`` (the end of a duration). Raises ValueError for anything else.
    """
    text = text.strip()
    if "/" in text:
        start, end = (parse(part) for part in text.split("/", 1))
        if end.last is not None and end.last < start.first:
            raise ValueError(f"end before begin: {text}")
        return VagueDate(text, start.first, end.last)
    if match := _AFTER.fullmatch(text):
        last = parse(match[1]).last
        if last is None:
            raise ValueError(f"not a date: {text}")
        return VagueDate(text, last + timedelta(days=1), None)
    first, last = _bounds(text)
    return VagueDate(text, first, last)


def _bounds(text: str) -> tuple[date, date]:
    if match := _DAY.fullmatch(text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _MONTH.fullmatch(text):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    if match := _QUARTER.fullmatch(text):
        quarter = int(match[2])
        return _months(int(match[1]), 3 * quarter - 2, 3 * quarter)
    if match := _HALF.fullmatch(text):
        half = int(match[2])
        return _months(int(match[1]), 6 * half - 5, 6 * half)
    if match := _SEASON.fullmatch(text):
        return _months(int(match[1]), *SEASONS[match[2]])
    if match := _YEARS_FROM.fullmatch(text):
        year = int(match[2]) + int(match[1])
        return _months(year, 1, 12)
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, 12)
    raise ValueError(f"not a date: {text}")


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


# fmt: off
_WORDS = {
    "de": {
        "months": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
                   "September", "Oktober", "November", "Dezember"],
        "spring": "Frühjahr", "summer": "Sommer", "autumn": "Herbst", "winter": "Winter",
        "quarter": "{n}. Quartal {y}", "half": "{n}. Halbjahr {y}", "after": "nach {x}", "years": "{n} Jahre ab {y}",
    },
    "en": {
        "months": ["January", "February", "March", "April", "May", "June", "July", "August",
                   "September", "October", "November", "December"],
        "spring": "spring", "summer": "summer", "autumn": "autumn", "winter": "winter",
        "quarter": "quarter {n} of {y}", "half": "half {n} of {y}", "after": "after {x}", "years": "{n} years from {y}",
    },
}
# fmt: on


def in_words(text: str, language: str = "de") -> str:
    """The written date as people say it: ``2022-Q1`` becomes "1. Quartal 2022". Raises ValueError like `parse`."""
    words = _WORDS.get(language, _WORDS["en"])
    if "/" in text:
        return " – ".join(in_words(part, language) for part in text.split("/", 1))
    if match := _AFTER.fullmatch(text):
        return str(words["after"]).format(x=in_words(match[1], language))
    if match := _DAY.fullmatch(text):
        day = parse(text).first
        return f"{day:%d.%m.%Y}" if language == "de" else f"{day.day} {words['months'][day.month - 1]} {day.year}"
    if match := _MONTH.fullmatch(text):
        return f"{words['months'][parse(text).first.month - 1]} {match[1]}"
    if match := _QUARTER.fullmatch(text):
        return str(words["quarter"]).format(n=match[2], y=match[1])
    if match := _HALF.fullmatch(text):
        return str(words["half"]).format(n=match[2], y=match[1])
    if match := _SEASON.fullmatch(text):
        return f"{words[match[2]]} {match[1]}"
    if match := _YEARS_FROM.fullmatch(text):
        return str(words["years"]).format(n=match[1], y=match[2])
    return parse(text).text


_MONTHS = {
    **{word[:3].casefold(): n for words in _WORDS.values() for n, word in enumerate(words["months"], 1)},
    "mrz": 3,
    "mär": 3,
    "mae": 3,
}
_SEASON_WORDS = {
    "frühjahr": "spring", "frühling": "spring", "sommer": "summer", "herbst": "autumn", "winter": "winter",
    "spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn",
}  # fmt: skip
_PARTS_OF_YEAR = {
    "anfang": "{y}-Q1", "early": "{y}-Q1", "mitte": "{y}-Q2/{y}-Q3", "mid": "{y}-Q2/{y}-Q3",
    "ende": "{y}-Q4", "late": "{y}-Q4", "end of": "{y}-Q4",
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def from_words(text: str) -> str:
    """The canonical form of a date as people write it: "3/2027", "März 2027", "2. Quartal 2027", "nach 2027".

    Canonical forms pass unchanged, ``2027/28`` becomes ``2027/2028``. Raises ValueError for anything else.
    """
    text = " ".join(text.split())
    if len(text) > 60 or (not text.isascii() and any(sign.isdigit() and not sign.isascii() for sign in text)):
        raise ValueError("not a date")
    written = _single(text)
    if written is None and (match := re.fullmatch(r"(?:nach|after)[ -](.+)", text, re.IGNORECASE)):
        written = f"after-{from_words(match[1])}"
    if written is None and (match := re.fullmatch(r"(\d{2})(\d{2}) ?[/–-] ?(\d{2})", text)):
        written = f"{match[1]}{match[2]}/{match[1]}{match[3]}"
    if written is None:
        ends = re.split(r" ?(?:bis|to|until|–|—|/) ?| - ", text, maxsplit=1, flags=re.IGNORECASE)
        if len(ends) == 2:
            written = "/".join(from_words(end) for end in ends)
    if written is None:
        raise ValueError(f"not a date: {text}")
    try:
        parse(written)
    except OverflowError as beyond:
        raise ValueError(f"not a date: {text}") from beyond
    return written


def _single(text: str) -> str | None:
    """One day, month, quarter, half, season or part of a year; None if it is none of these."""
    low = text.casefold()
    with suppress(ValueError):
        return parse(text).text
    if match := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", low):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if match := re.fullmatch(r"(\d{1,2}) ?[./] ?(\d{4})", low):
        return f"{match[2]}-{int(match[1]):02}"
    if (match := re.fullmatch(r"(?:(\d{1,2})\.? )?([a-zäöü]{3,9})\.? (\d{4})", low)) and (
        written := _with_word(match[1], match[2], match[3])
    ):
        return written
    if match := re.fullmatch(r"(\d|i{1,3}|iv)\.? ?(?:quartal|quarter|vierteljahr|q\.?) ?/?(\d{4})", low):
        return f"{match[2]}-Q{_ROMAN.get(match[1], match[1])}"
    if match := re.fullmatch(r"(?:quarter |quartal )(\d) (?:of )?(\d{4})|q ?(\d)[ /-]?(\d{4})", low):
        return f"{match[2] or match[4]}-Q{match[1] or match[3]}"
    if match := re.fullmatch(r"(\d{4})[ /-]q(\d)", low):
        return f"{match[1]}-Q{match[2]}"
    if match := re.fullmatch(r"(\d)\.? ?(?:halbjahr|half|hj\.?) ?/?(\d{4})|(?:half |h)(\d)(?: of |[ /-])?(\d{4})", low):
        return f"{match[2] or match[4]}-H{match[1] or match[3]}"
    if match := re.fullmatch(r"(anfang|mitte|ende|early|mid|late|end of) (\d{4})", low):
        return _PARTS_OF_YEAR[match[1]].format(y=match[2])
    return None


def _with_word(day: str | None, word: str, year: str) -> str | None:
    if season := _SEASON_WORDS.get(word):
        return None if day else f"{year}-{season}"
    month = _MONTHS.get(word[:3])
    names = [str(name).casefold() for words in _WORDS.values() for name in words["months"]]
    if month is None or not any(name.startswith(word) for name in [*names, "mrz", "maerz"]):
        return None
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def past_day(text: str, today: date) -> date:
    """The day of the past that an address asks for (2025-05-20); today for anything that is none."""
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today
