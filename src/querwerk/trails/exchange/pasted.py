"""A route as a table that somebody pastes: from a spreadsheet, a CSV file or the house's own export.

The first line may name the columns, in any order; without it they come in the order of :data:`COLUMNS`. Cells are
separated by tabs, semicolons or commas, whichever the first line uses, in this order of preference.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querwerk import texts
from querwerk.tables import Cell

from ..actions.stations import MOST_STATIONS, Stop
from ..labels import ACTIVITIES
from ..lifecycle import Activity
from ..queries.line import Line
from ..queries.stops import PlanStop
from .people import Sign, sign_of

#: column -> the words that name it in a first line, in small letters; the first one heads the export.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("Station", "Stelle", "Name", "Post"),
    "where": ("Wo", "Amt", "Einheit", "Ort", "Abteilung", "Where", "Unit"),
    "activity": ("Tätigkeit", "Was", "Was sie tut", "Activity"),
    "touch_minutes": ("Minuten", "Bearbeitungszeit", "Bearbeitung", "Minuten Arbeit", "Minutes"),
    "waiting_days": ("Tage", "Liegezeit", "Liegezeit in Tagen", "Wartezeit", "Days"),
    "medium_break": ("Medienbruch", "Medium break"),
    "may_return": ("Kann zurückgeben", "Zurück", "Rücklauf", "Can send back"),
    "beside": ("Gleichzeitig", "Parallel", "Daneben", "At the same time"),
}
_NAMED = {word.casefold(): column for column, words in COLUMNS.items() for word in words}
_YES, _NO = ("x", "ja", "j", "1", "yes", "y", "wahr", "true"), ("", "-", "–", "nein", "n", "0", "no", "falsch", "false")
#: beginning of a word -> what the station does; what is written in an export comes first.
_VERBS = {
    "bearb": Activity.EDITS, "prüf": Activity.CHECKS, "kontroll": Activity.CHECKS, "mitz": Activity.SIGNS,
    "zeichn": Activity.SIGNS, "unterz": Activity.SIGNS, "unters": Activity.SIGNS, "genehm": Activity.SIGNS,
    "kenntn": Activity.TAKES_NOTE, "nimmt": Activity.TAKES_NOTE, "wart": Activity.WAITS, "lieg": Activity.WAITS,
    "gibt": Activity.PASSES_ON, "weiter": Activity.PASSES_ON, "leite": Activity.PASSES_ON,
}  # fmt: skip
#: What is said of a station with a given name.
SOMEBODY = gettext_lazy("“%(name)s” reads like a person. Please name the post or the unit.")
_MOST_MINUTES, _MOST_DAYS = 100_000, Decimal("9999.99")
_LARGEST = 100_000


@dataclass(slots=True)
class Pasted:
    """The stations of a table, and what is wrong with its lines, in sentences."""

    stops: list[Stop] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_pasted(text: str, line: Line) -> Pasted:
    """Reads a pasted table. Nothing is guessed: a cell that cannot be understood is a problem of its line."""
    found = Pasted()
    if len(text) > _LARGEST:
        found.problems.append(_("The table is too long: at most %(limit)s characters.") % {"limit": _LARGEST})
        return found
    lines = [(number, cells) for number, cells in _lines(text) if any(cell.strip() for cell in cells)]
    if not lines:
        found.problems.append(_("There is no line in the table."))
        return found
    columns, named = _columns(lines[0][1])
    if named and "name" not in columns:
        found.problems.append(_("Line 1: no column names the station. Please call it “Station”."))
        return found
    for number, cells in lines[named:]:
        _read(number, dict(zip(columns, (cell.strip() for cell in cells), strict=False)), line, found)
    if len(found.stops) > MOST_STATIONS:
        found.problems.append(_("A trail has at most %(most)s stations.") % {"most": MOST_STATIONS})
    return found


def names_somebody(word: str, line: Line) -> bool:
    """Whether a station is called by a given name, as far as those are known; what the house calls so is none."""
    return not line.knows(word) and sign_of(pl.Series("station", [word])) is Sign.GIVEN_NAME


def plan_rows(stops: Iterable[PlanStop]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Head and rows of a plan as a file, which :func:`read_pasted` reads again."""
    return tuple(words[0] for words in COLUMNS.values()), [
        (
            stop.name, stop.unit_name or stop.place, _VERB_WORDS[Activity(stop.activity)], stop.touch_minutes,
            stop.waiting_days, *("ja" if said else "" for said in (stop.medium_break, stop.may_return, stop.beside)),
        )
        for stop in stops
    ]  # fmt: skip


_VERB_WORDS = {
    Activity.EDITS: "bearbeitet", Activity.CHECKS: "prüft", Activity.SIGNS: "zeichnet",
    Activity.TAKES_NOTE: "nimmt zur Kenntnis", Activity.WAITS: "wartet", Activity.PASSES_ON: "gibt weiter",
}  # fmt: skip


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    text = text.removeprefix("\ufeff").replace("\0", "")
    first = next((one for one in text.splitlines() if one.strip()), "")
    delimiter = next((sign for sign in "\t;," if sign in first), "\t")
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    return ((reader.line_num, cells) for cells in reader)


def _columns(cells: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The columns of a table, and whether its first line names them; an unknown one is passed over."""
    named = [_NAMED.get(cell.strip().casefold(), "") for cell in cells]
    known = [column for column in named if column]
    is_head = bool(known) and (len(known) > 1 or len(cells) == 1)
    return (tuple(named), True) if is_head else (tuple(COLUMNS), False)


def _read(number: int, cells: Mapping[str, str], line: Line, found: Pasted) -> None:
    wrong: list[str] = []

    def cell(column: str, read: Callable[[str], object], sentence: str) -> object:
        try:
            return read(cells.get(column, ""))
        except (ValueError, InvalidOperation):
            wrong.append(sentence % {"number": number, "words": cells[column][:40]})
            return None

    name = cell("name", _name, _("Line %(number)s: “%(words)s” is no name of a station."))
    where = cell("where", partial(texts.name, limit=120), _("Line %(number)s: “%(words)s” is no place."))
    activity = cell("activity", _activity, _("Line %(number)s: what the station does is not known: “%(words)s”."))
    minutes = cell("touch_minutes", _minutes, _("Line %(number)s: “%(words)s” is no number of minutes."))
    days = cell("waiting_days", _days, _("Line %(number)s: “%(words)s” is no number of days."))
    said = _("Line %(number)s: please write “ja” or nothing instead of “%(words)s”.")
    marks = {mark: cell(mark, _said, said) for mark in ("medium_break", "may_return", "beside")}
    unit = line.unit(str(where or name))
    if name and names_somebody(str(name), line):
        wrong.append(_("Line %(number)s: %(sentence)s") % {"number": number, "sentence": SOMEBODY % {"name": name}})
    if wrong:
        found.problems += wrong
        return
    found.stops.append(
        Stop(str(name), unit, "" if unit else str(where), activity, minutes, days, **marks)  # type: ignore[arg-type]
    )


def _name(words: str) -> str:
    found = texts.name(words, limit=120)
    if not found:
        raise ValueError(words)
    return found


def _activity(words: str) -> Activity:
    said = words.casefold()
    if not said:
        return Activity.EDITS
    for key, label in ACTIVITIES.items():
        if said in (key.value, str(label).casefold()):
            return key
    for beginning, key in _VERBS.items():
        if any(word.startswith(beginning) for word in said.split()):
            return key
    raise ValueError(words)


def _minutes(words: str) -> int:
    """Whole minutes; half ones are rounded, thousands may be parted by a point: ``1.440``."""
    number = _number(words.replace(".", "") if _parted(words) else words)
    if number > _MOST_MINUTES:
        raise ValueError(words)
    return round(number)


def _days(words: str) -> Decimal:
    number = _number(words)
    if number > _MOST_DAYS:
        raise ValueError(words)
    return round(number, 2)


def _parted(words: str) -> bool:
    head, _point, tail = words.rpartition(".")
    return bool(head) and head.isdecimal() and len(tail) == 3 and tail.isdecimal()


def _number(words: str) -> Decimal:
    """A number as Germans write it, ``1,5``, or with a point; nothing is zero."""
    plain = words.strip().removeprefix("'").replace(",", ".") or "0"
    if not plain.replace(".", "", 1).isascii() or not plain.replace(".", "", 1).isdecimal():
        raise ValueError(words)
    return Decimal(plain)


def _said(words: str) -> bool:
    word = words.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(words)
