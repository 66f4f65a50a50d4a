"""From the columns of a file to the events that are counted: cases are numbered, people stay behind.

What comes out has the columns ``case`` (a number), ``station``, ``at`` and, where the file says so, ``started_at``,
``touch_minutes``, ``unit``, ``department``, ``activity`` and ``medium``. Everything else in the file is dropped here.
No column that looks like people gets through: as a station it needs a mapping to roles or units (``roles``), or its
values become "Station 1" to "Station n" in random order, for figures about cases alone (``pseudonymous``).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from .moments import HOUSE, moments
from .notes import Note, Notes, Unreadable, printable
from .people import WORDS, Sign, firsts, many_values, sign_of
from .table import Table

#: The trace of an XES file, as the column of the case.
TRACE = "@trace"
#: Columns that tell something in words about each event; none may look like people.
TELLING = ("unit", "department", "activity", "medium")
#: From the first of these moments to before the second lie the events of a log that is not odd.
_PLAUSIBLE = datetime(1990, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the file means what; empty: none does. ``exact``: nothing beside these is guessed."""

    case: str = ""
    station: str = ""
    at: str = ""
    started_at: str = ""
    touch_minutes: str = ""
    unit: str = ""
    department: str = ""
    activity: str = ""
    medium: str = ""
    transition: str = ""
    exact: bool = False

    def chosen(self) -> dict[str, str]:
        """The meanings that have a column."""
        return {meaning: name for meaning, name in asdict(self).items() if name and meaning != "exact"}

    def over(self, guess: Columns) -> Columns:
        """These columns, and those of a guess where nothing was chosen and the column is still free."""
        if self.exact:
            return self
        chosen: dict[str, Any] = self.chosen()
        free = {meaning: name for meaning, name in guess.chosen().items() if name not in chosen.values()}
        return Columns(**(free | chosen))


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what was left out. ``people`` are the columns that were dropped because of their look."""

    form: str
    columns: Columns
    rows: int
    events: int
    cases: int
    first: datetime | None
    last: datetime | None
    notes: tuple[Note, ...]
    people: Mapping[str, str]
    pseudonymous: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        said = asdict(replace(self, notes=(), columns=Columns()))
        return said | {
            "columns": self.columns.chosen(),
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "notes": [asdict(note) | {"sentence": str(note)} for note in self.notes],
        }

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Report:
        """Back from JSON."""
        notes = tuple(Note(note["kind"], note["count"], note["place"]) for note in said["notes"])
        first, last = (datetime.fromisoformat(said[key]) if said[key] else None for key in ("first", "last"))
        return cls(**(said | {"columns": Columns(**said["columns"]), "notes": notes, "first": first, "last": last}))


@dataclass(frozen=True, slots=True)
class Reading:
    """Events ready to be counted, and the report about them."""

    events: pl.DataFrame
    report: Report


def as_events(
    table: Table, columns: Columns, *, roles: Mapping[str, str] | None = None, pseudonymous: bool = False,
    zone: str = HOUSE,
) -> Reading:  # fmt: skip
    """The events of a table; raises :class:`Unreadable` when a column is missing or would show people."""
    _check(table, columns)
    notes = Notes()
    notes.extend(table.notes)
    frame, people = _chosen(table, columns, roles, pseudonymous, notes)
    frame = _timed(table, frame, columns, notes, zone)
    frame = _paired(table, frame, notes) if columns.transition else frame
    frame = _told(table, frame, notes)
    first, last = frame.select(pl.col("at").min(), last=pl.col("at").max()).row(0)
    report = Report(
        form=table.form.value, columns=columns, rows=table.frame.height, events=frame.height,
        cases=frame["case"].n_unique(), first=first, last=last, notes=tuple(notes), people=people,
        pseudonymous=columns.station in people and roles is None,
    )  # fmt: skip
    return Reading(frame.drop("row", "key", strict=False), report)


def _check(table: Table, columns: Columns) -> None:
    """Every chosen column has to be there, and case, station and time have to be chosen."""
    known = [name for name in table.frame.columns if name]
    there = f"Vorhanden sind: {', '.join(printable(column) for column in known[:30]) or 'keine'}."
    if not table.frame.height:
        raise Unreadable("Die Datei enthält kein Ereignis, das zu einem Vorgang gehört.", table.end, table.notes)
    for meaning, name in columns.chosen().items():
        if name not in known and not (name == TRACE and meaning == "case" and table.traces is not None):
            raise Unreadable(f"Eine Spalte „{printable(name)}“ gibt es in der Datei nicht. {there}")
    for meaning, words in (("case", "der Vorgang"), ("at", "die Zeit"), ("station", "die Station")):
        if not getattr(columns, meaning):
            raise Unreadable(f"In welcher Spalte {words} steht, ist nicht zu erkennen. {there}", notes=table.notes)
    sign = sign_of(table.frame[columns.case]) if columns.case != TRACE else None
    if sign is not None:
        raise Unreadable(
            f"Die Spalte „{printable(columns.case)}“ sieht nach Menschen aus: {WORDS[sign]}. "
            "Ein Vorgang ist ein Papier, kein Mensch. Bitte wählen Sie eine Spalte mit Nummern oder Aktenzeichen."
        )


def _chosen(
    table: Table, columns: Columns, roles: Mapping[str, str] | None, pseudonymous: bool, notes: Notes
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Case and words of each event, and why columns were treated as people."""
    source = table.frame
    people: dict[str, str] = {}
    series = [pl.Series("row", range(source.height), dtype=pl.UInt32), _cases(table, columns.case, notes)]
    station = _words(source[columns.station])
    sign = person_sign(source[columns.station])
    if roles is not None:
        _check_roles(roles)
        named = station.cast(pl.String).replace_strict(dict(roles), default=None, return_dtype=pl.String)
        lost = named.is_null() & station.is_not_null()
        notes.add("without_role", _first(table, lost, columns.station), int(lost.sum()))
        station = named
        if sign is not None:
            people[columns.station] = sign.value
    elif sign is not None:
        if not pseudonymous:
            raise Unreadable(
                f"Die Spalte „{printable(columns.station)}“ sieht nach Menschen aus: {WORDS[sign]}. Gezählt werden "
                "Stellen und Einheiten, nie Menschen. Bitte ordnen Sie jedem Wert eine Rolle oder Einheit zu, oder "
                "wählen Sie eine andere Spalte."
            )
        people[columns.station] = sign.value
        station = _pseudonyms(station.cast(pl.String))
    series.append(station.alias("station"))
    for meaning in TELLING:
        name = getattr(columns, meaning)
        if not name:
            continue
        sign = person_sign(source[name])
        if sign is None:
            series.append(_words(source[name]).alias(meaning))
        else:
            people[name] = sign.value
    if columns.touch_minutes:
        series.append(_minutes(table, columns.touch_minutes, notes))
    frame = pl.DataFrame(series)
    without = frame["case"].is_null()
    notes.add("without_case", _first(table, without, columns.case), int(without.sum()))
    return frame.filter(~without) if without.any() else frame, people


def _check_roles(roles: Mapping[str, str]) -> None:
    """A mapping from people to people maps nothing."""
    for value, role in roles.items():
        if value == role:
            raise Unreadable(f"Die Zuordnung nennt für „{printable(value)}“ denselben Wert als Rolle.")
    sign = sign_of(pl.Series("role", list(roles.values()), dtype=pl.String))
    if sign is not None:
        raise Unreadable(f"Die Rollen der Zuordnung sehen selbst nach Menschen aus: {WORDS[sign]}.")


def person_sign(values: pl.Series) -> Sign | None:
    """Why a column cannot tell where a paper was: it looks like people, or has too many values for units."""
    return sign_of(values) or (Sign.MANY if many_values(values) else None)


def _cases(table: Table, name: str, notes: Notes) -> pl.Series:
    """Cases as numbers in the order of their first event: their names often hold people."""
    if name == TRACE and table.traces is not None:
        name = "case:concept:name"
        if name in table.frame.columns:
            named = table.frame[name].filter(table.traces != table.traces.shift(1, fill_value=0)).drop_nulls()
            notes.add("same_name", count=int(named.is_duplicated().sum()))
        return table.traces.alias("case")
    begins = firsts(table.frame[name])  # the events of a case mostly follow one another: its name is read once
    names = _texts(table.frame[name].filter(begins))
    if not names.null_count() and names.n_unique() == len(names):
        return begins.cum_sum().cast(pl.UInt32).alias("case")
    frame = pl.DataFrame({"name": names})
    numbers = frame.unique(maintain_order=True).filter(pl.col("name").is_not_null()).with_row_index("case", 1)
    return frame.join(numbers, on="name", how="left", maintain_order="left")["case"].gather(begins.cum_sum() - 1)


def _words(values: pl.Series) -> pl.Series:
    """The texts of a column; categories that are clean already stay categories."""
    if isinstance(values.dtype, pl.Categorical | pl.Enum):
        words = values.unique().drop_nulls().cast(pl.String)
        if words.equals(_texts(words)):
            return values
    return _texts(values)


def _texts(values: pl.Series) -> pl.Series:
    """Texts without blanks around them, nothing instead of blanks alone."""
    texts = values.cast(pl.String).str.strip_chars()
    return texts.set(texts == "", None) if (texts == "").any() else texts


def _pseudonyms(stations: pl.Series) -> pl.Series:
    values = stations.drop_nulls().unique().to_list()
    random.SystemRandom().shuffle(values)
    names = {value: f"Station {number}" for number, value in enumerate(values, 1)}
    return stations.replace_strict(names, default=None, return_dtype=pl.String)


def _minutes(table: Table, name: str, notes: Notes) -> pl.Series:
    given = _texts(table.frame[name])
    read = given.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    fits = read.is_not_null() & read.is_finite() & (read >= 0)
    wrong = given.is_not_null() & ~fits.fill_null(False)
    notes.add("not_a_number", _first(table, wrong, name), int(wrong.sum()))
    return read.set(~fits.fill_null(False), None).alias("touch_minutes")


def _timed(table: Table, frame: pl.DataFrame, columns: Columns, notes: Notes, zone: str) -> pl.DataFrame:
    """With the moment of each event, without those that have none."""
    given = _of_rows(table, columns.at, frame)
    read = moments(given, zone)
    absent = given.is_null() if given.dtype != pl.String else given.is_null() | (given.str.strip_chars() == "")
    unreadable = read.at.is_null() & ~absent
    rows = frame["row"]
    notes.add("without_time", _first(table, absent, columns.at, rows), int(absent.sum()))
    wrong = _first(table, unreadable, columns.at, rows)
    if wrong:
        wrong += f": „{printable(str(given.filter(unreadable)[0]))}“"
    notes.add("not_a_time", wrong, int(unreadable.sum()))
    notes.add("house_zone", _first(table, read.without_zone, columns.at, rows), int(read.without_zone.sum()))
    frame = frame.with_columns(read.at.alias("at"))
    frame = _begun(table, frame, columns, notes, zone) if columns.started_at else frame
    if columns.transition:
        frame = frame.with_columns(_texts(_of_rows(table, columns.transition, frame)).alias("key"))
    frame = frame.filter(frame["at"].is_not_null()) if frame["at"].null_count() else frame
    if not frame.height:
        raise Unreadable(f"Kein Ereignis hat eine lesbare Zeit in der Spalte „{printable(columns.at)}“.", wrong)
    return frame


def _of_rows(table: Table, name: str, frame: pl.DataFrame) -> pl.Series:
    """A column of the file for the rows that are left."""
    values = table.frame[name]
    return values if len(values) == frame.height else values.gather(frame["row"])


def _begun(table: Table, frame: pl.DataFrame, columns: Columns, notes: Notes, zone: str) -> pl.DataFrame:
    given = _of_rows(table, columns.started_at, frame)
    begun = moments(given, zone).at
    absent = given.is_null() if given.dtype != pl.String else given.is_null() | (given.str.strip_chars() == "")
    wrong = (begun.is_null() & ~absent) | (begun > frame["at"]).fill_null(False)
    notes.add("not_a_start", _first(table, wrong, columns.started_at, frame["row"]), int(wrong.sum()))
    return frame.with_columns(begun.set(wrong, None).alias("started_at"))


def _paired(table: Table, frame: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Two clocks: the n-th beginning of a piece of work and its n-th end become one event with ``started_at``.

    A piece of work is the same case, station and activity. Only events marked ``start`` and ``complete`` pair;
    every other transition is an event of its own.
    """
    mark = frame["key"].str.to_lowercase()
    if not (mark == "start").any() or not (mark == "complete").any():
        return frame
    work = ["case", "station", *(["activity"] if "activity" in frame.columns else [])]
    ordered = frame.with_columns(mark.alias("key")).sort("at", maintain_order=True)
    ordered = ordered.with_columns(pl.int_range(pl.len()).over([*work, "key"]).alias("turn"))
    starts = ordered.filter(pl.col("key") == "start")
    ends = ordered.filter(pl.col("key") == "complete")
    pairs = ends.join(
        starts.select([*work, "turn", pl.col("at").alias("begun"), pl.col("row").alias("begun_row")]),
        on=[*work, "turn"], nulls_equal=True,
    ).filter(pl.col("begun") <= pl.col("at"))  # fmt: skip
    notes.add("paired", count=pairs.height)
    alone = starts.filter(~pl.col("row").is_in(pairs["begun_row"].implode()))
    if alone.height:
        notes.add("begun_only", table.place(int(alone["row"].min())), alone.height)  # type: ignore[arg-type]
    begun = pairs.select("row", "begun")
    kept = frame.filter(~pl.col("row").is_in(pairs["begun_row"].implode())).join(
        begun, on="row", how="left", maintain_order="left"
    )
    known = [pl.col("started_at")] if "started_at" in frame.columns else []
    return kept.with_columns(pl.coalesce(*known, "begun").alias("started_at")).drop("begun")


def _told(table: Table, frame: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Notes what is odd about the events as they stand; nothing is left out here."""
    nowhere = frame["station"].is_null()
    notes.add("without_station", _first(table, nowhere, "", frame["row"]), int(nowhere.sum()))
    odd = ~frame["at"].is_between(_PLAUSIBLE[0], _PLAUSIBLE[1], closed="left")
    notes.add("implausible_year", _first(table, odd, "", frame["row"]), int(odd.sum()))
    early = frame.select((pl.col("at") < pl.col("at").shift(1)) & (pl.col("case") == pl.col("case").shift(1)))["at"]
    early = early.fill_null(False)
    notes.add("unordered", _first(table, early, "", frame["row"]), int(early.sum()))
    return frame


def _first(table: Table, marked: pl.Series, column: str, rows: pl.Series | None = None) -> str:
    """The place of the first marked row."""
    at = marked.arg_max() if len(marked) else None
    if at is None or not marked[at]:
        return ""
    return table.place(at if rows is None else int(rows[at]), printable(column) if column and column != TRACE else "")
