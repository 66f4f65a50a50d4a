"""Dates as councils and reports write them: a day, a month, a quarter, "spring 2022", "after 2027", "2028/2029".

A :class:`VagueDate` keeps the written form and knows the first and last day it can mean. Nothing is rounded
away: ``2023`` is the whole year, and a later ``2023-04`` inside it is a more precise word, not a slip.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

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
