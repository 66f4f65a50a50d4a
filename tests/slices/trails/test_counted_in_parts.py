"""A large Parquet file is counted part by part in the process that reads it, under the rules for every file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from querwerk.analysis.handoffs import HandoffReport, count_handoffs
from querwerk.trails.exchange.child import counted, read_events
from querwerk.trails.exchange.counted import count
from querwerk.trails.exchange.events import Columns, Report
from querwerk.trails.exchange.limits import WEB, Limits
from querwerk.trails.exchange.look import Wanted
from querwerk.trails.exchange.notes import Note, Unreadable

from .test_stream import log, mixed

NAMES = {"case": "Aktenzeichen", "station": "Stelle", "at": "Zeitstempel"}
WHATEVER = Wanted(Columns(), None, pseudonymous=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "akten.parquet"


def in_parts(file: Path, wanted: Wanted = WHATEVER, limits: Limits = WEB) -> tuple[Report, HandoffReport]:
    return count(file, wanted, limits, lambda share: None, at_once=20)


def without_places(report: Report) -> Report:
    """The report as parts can give it: how many of each kind, not where."""
    return replace(report, notes=tuple(sorted((Note(note.kind, note.count) for note in report.notes), key=repr)))


def scattered_late(events: pl.DataFrame) -> pl.DataFrame:
    """The first event comes last: that its case lies in two places shows only at the end."""
    return pl.concat([events[1:], events[:1]])


@pytest.mark.parametrize("order", ["case by case", "mixed", "late"])
def test_parts_say_what_the_whole_says(file: Path, order: str) -> None:
    events = {"case by case": log(60), "mixed": mixed(log(60)), "late": scattered_late(log(60))}[order]
    holes = pl.int_range(pl.len()) % 11 == 3
    odd = events.with_columns(
        pl.when(holes).then(pl.lit(" ")).otherwise("station").alias("station"),
        pl.when(pl.int_range(pl.len()) % 13 == 5).then(None).otherwise("at").alias("at"),
        pl.when(pl.int_range(pl.len()) % 17 == 7).then(None).otherwise("case").alias("case"),
    )
    odd.rename(NAMES).write_parquet(file)
    whole = read_events(file)
    report, found = in_parts(file)
    assert found == count_handoffs(whole.events)
    assert without_places(report) == without_places(whole.report)
    assert {note.kind for note in report.notes} == {"without_case", "without_time", "without_station"}


def test_the_limited_process_counts_the_same_whatever_the_size(file: Path) -> None:
    mixed(log(60)).rename(NAMES).write_parquet(file)
    report, found = counted(file)
    assert found == count_handoffs(mixed(log(60)))
    assert report == read_events(file).report


def test_two_clocks_become_one_event_in_every_part(file: Path) -> None:
    both = [log(60).with_columns(pl.lit(mark).alias("lifecycle:transition")) for mark in ("start", "complete")]
    pl.concat(both).rename(NAMES).write_parquet(file)
    report, found = in_parts(file)
    whole = read_events(file)
    assert found == count_handoffs(whole.events)
    assert report == without_places(whole.report)
    assert report.notes == (Note("paired", len(log(60))),)


def test_columns_that_are_not_there_are_named(file: Path) -> None:
    log(60).rename(NAMES).write_parquet(file)
    for columns in (Columns(case="Vorgang"), Columns(station="Amt")):
        with pytest.raises(Unreadable) as refused:
            in_parts(file, replace(WHATEVER, columns=columns))
        name = columns.case or columns.station
        assert refused.value.sentence == (
            f"Eine Spalte „{name}“ gibt es in der Datei nicht. Vorhanden sind: Aktenzeichen, Stelle, Zeitstempel."
        )


def test_stations_that_look_like_people_are_refused_mapped_or_hidden(file: Path) -> None:
    clerks = {"office 1": "Ayşe Amtmann", "office 2": "Bernd Beispiel", "office 3": "Carla Clever"}
    log(60).with_columns(pl.col("station").replace(clerks)).rename(NAMES).write_parquet(file)
    with pytest.raises(Unreadable) as refused:
        in_parts(file)
    assert refused.value.sentence.startswith("Die Spalte „Stelle“ sieht nach Menschen aus")
    report, found = in_parts(file, replace(WHATEVER, pseudonymous=True))
    assert report.pseudonymous
    assert found.hands == count_handoffs(log(60)).hands
    assert [station for station in found.stations if not station.startswith("Station ")] == []
    roles = {clerks.get(office, office): f"{office} of the town" for office in log(60)["station"].unique()}
    renamed = log(60).with_columns(pl.col("station") + " of the town")
    assert in_parts(file, replace(WHATEVER, roles=roles))[1] == count_handoffs(renamed)


def test_a_file_of_more_rows_than_allowed_is_refused_before_it_is_read(file: Path) -> None:
    log(60).rename(NAMES).write_parquet(file)
    with pytest.raises(Unreadable) as refused:
        in_parts(file, limits=replace(WEB, events=100))
    assert refused.value.sentence.startswith("Das Protokoll ist zu groß")


def test_a_file_broken_in_the_middle_is_refused_in_a_sentence(file: Path) -> None:
    log(2000).rename(NAMES).write_parquet(file, row_group_size=500)
    content = bytearray(file.read_bytes())
    content[3000 : len(content) // 2] = bytes(len(content) // 2 - 3000)
    file.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        in_parts(file)
    assert refused.value.sentence == "Die Datei ist als Parquet beschädigt oder bricht ab."


def test_progress_is_told_part_by_part_up_to_the_end(file: Path) -> None:
    log(60).rename(NAMES).write_parquet(file)
    told: list[float] = []
    count(file, WHATEVER, WEB, told.append, at_once=20)
    assert told == sorted(told)
    assert told[-1] == 1
