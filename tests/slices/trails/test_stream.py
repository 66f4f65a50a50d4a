"""A log larger than memory is counted in parts; what comes out is what the whole says."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from querwerk.analysis.handoffs import count_handoffs
from querwerk.trails.exchange import stream
from querwerk.trails.exchange.notes import Unreadable

FIRST = datetime(2026, 1, 5, tzinfo=UTC)
SCHEMA = {"case": pl.String, "station": pl.String, "at": pl.Datetime("us", "UTC")}


def log(cases: int, *, seed: int = 4) -> pl.DataFrame:
    """Cases one after another, each of one to nine events at five offices, moments equal now and then."""
    chance = random.Random(seed)
    rows = []
    for case in range(cases):
        at = FIRST + timedelta(hours=case)
        for _ in range(chance.randint(1, 9)):
            at += timedelta(minutes=chance.choice((0, 30, 4000)))
            rows.append((f"paper {case}", f"office {chance.randint(1, 5)}", at))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def mixed(events: pl.DataFrame) -> pl.DataFrame:
    """The events of all cases in the order of time: the cases lie across each other, equal moments in their order."""
    return events.sort("at", maintain_order=True)


def parts_of(events: pl.DataFrame, at_once: int) -> list[pl.DataFrame]:
    return stream.in_whole_cases(list, events.lazy(), at_once=at_once)


def lie_together(events: pl.DataFrame, at_once: int) -> bool:
    """Whether the log can be cut as it lies."""
    try:
        return pl.concat(stream.cut(events.lazy(), at_once=at_once)).equals(events)
    except stream.Scattered:
        return False


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.parquet"


@pytest.mark.parametrize("at_once", [1, 7, 100, 10_000])
@pytest.mark.parametrize("order", ["case by case", "mixed"])
def test_counting_in_parts_says_what_the_whole_says(file: Path, at_once: int, order: str) -> None:
    events = log(60) if order == "case by case" else mixed(log(60))
    events.write_parquet(file, row_group_size=50)
    assert stream.count_file(file, at_once=at_once) == count_handoffs(events)


@pytest.mark.parametrize("order", ["case by case", "mixed"])
def test_each_case_is_whole_in_one_part_and_its_events_keep_their_order(order: str) -> None:
    events = log(60) if order == "case by case" else mixed(log(60))
    parts = parts_of(events, 20)
    assert len(parts) > 3
    cases = [set(part["case"]) for part in parts]
    assert sum(map(len, cases)) == len(set.union(*cases)) == 60
    assert pl.concat(parts).sort("case", maintain_order=True).equals(events.sort("case", maintain_order=True))


def test_a_cut_through_a_case_would_be_noticed() -> None:
    events = log(60)
    cut = [events[start : start + 20] for start in range(0, len(events), 20)]
    cases = [set(part["case"]) for part in cut]
    assert sum(map(len, cases)) != len(set.union(*cases))


def test_cases_that_lie_together_are_told_from_those_that_do_not() -> None:
    events = log(60)
    assert lie_together(events, 7)
    assert not lie_together(mixed(events), 7)
    late = pl.concat([events, events[:1]])
    assert not lie_together(late, 7)


def test_no_events_make_one_part_without_any() -> None:
    assert [len(part) for part in parts_of(log(0), 10)] == [0]
    assert lie_together(log(0), 10)


def test_a_log_without_events_is_counted_too(file: Path) -> None:
    log(0).write_parquet(file)
    assert stream.count_file(file).cases == 0


def test_a_case_that_comes_again_at_the_very_end_is_counted_with_its_beginning(file: Path) -> None:
    late = pl.concat([log(60)[1:], log(60)[:1]])
    late.write_parquet(file)
    assert stream.count_file(file, at_once=20) == count_handoffs(late)


def test_one_long_case_is_not_cut() -> None:
    long = pl.DataFrame(
        {"case": ["only"] * 50, "station": ["office 1", "office 2"] * 25, "at": [FIRST] * 50}, schema=SCHEMA
    )
    assert [len(part) for part in parts_of(long, 7)] == [50]


def test_rows_without_a_case_cut_no_case_and_are_counted_as_left_out(file: Path) -> None:
    events = log(20)
    lost = pl.when(pl.int_range(pl.len()) % 3 == 1).then(None).otherwise(pl.col("case")).alias("case")
    holes = events.with_columns(lost)
    holes.write_parquet(file)
    assert lie_together(holes, 5)
    assert stream.count_file(file, at_once=5) == count_handoffs(holes)
    mixed(holes).write_parquet(file)
    assert stream.count_file(file, at_once=5) == count_handoffs(mixed(holes))


def test_a_log_whose_first_rows_have_no_case_is_counted(file: Path) -> None:
    nameless = log(20).with_columns(pl.lit(None, pl.String).alias("case"))
    for rows in (nameless, pl.concat([nameless, log(20)])):
        rows.write_parquet(file, row_group_size=10)
        assert stream.count_file(file, at_once=10) == count_handoffs(rows)


@pytest.mark.parametrize("kind", [pl.Int32, pl.UInt64, pl.Categorical])
def test_numbered_cases_and_words_as_categories_are_counted_alike(file: Path, kind: pl.DataType) -> None:
    number = pl.col("case").str.strip_prefix("paper ")
    case = number if kind == pl.Categorical else number.cast(pl.Int64)
    events = mixed(log(60)).with_columns(case.cast(kind), pl.col("station").cast(pl.Categorical))
    events.write_parquet(file, row_group_size=50)
    assert stream.count_file(file, at_once=20) == count_handoffs(mixed(log(60)))


def test_nothing_is_left_on_the_disk(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mixed(log(60)).write_parquet(file)
    stream.count_file(file, at_once=20)
    assert [path.name for path in tmp_path.iterdir()] == ["events.parquet"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Die Datei ist nicht da."),
        (b"", "Die Parquet-Datei ist beschädigt oder hat andere Spalten."),
        (b"PAR1" + b"x" * 100 + b"PAR1", "Die Parquet-Datei ist beschädigt oder hat andere Spalten."),
        (b"case;station;at\n1;Amt;2026-01-05\n", "Die Parquet-Datei ist beschädigt oder hat andere Spalten."),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(file: Path, content: bytes | None, sentence: str) -> None:
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        stream.count_file(file)
    assert refused.value.sentence == sentence


def test_a_file_with_other_columns_is_refused_in_a_sentence(file: Path) -> None:
    for columns in ({"paper": "x"}, {"case": 1, "station": "Amt"}, {"case": 1, "station": "Amt", "at": "morgen"}):
        pl.DataFrame([columns]).write_parquet(file)
        with pytest.raises(Unreadable) as refused:
            stream.count_file(file)
        assert refused.value.sentence == "Die Parquet-Datei ist beschädigt oder hat andere Spalten."


def test_a_file_broken_in_the_middle_is_refused_in_a_sentence(file: Path) -> None:
    log(2000).write_parquet(file, row_group_size=500)
    content = bytearray(file.read_bytes())
    content[2000 : len(content) // 2] = bytes(len(content) // 2 - 2000)
    file.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        stream.count_file(file)
    assert refused.value.sentence == "Die Parquet-Datei ist beschädigt oder hat andere Spalten."


def test_stations_that_look_like_people_are_refused(file: Path) -> None:
    clerks = {"office 1": "Ayşe Amtmann", "office 2": "Bernd Beispiel", "office 3": "Carla Clever"}
    log(60).with_columns(pl.col("station").replace(clerks)).write_parquet(file)
    with pytest.raises(Unreadable) as refused:
        stream.count_file(file)
    assert refused.value.sentence == (
        "Die Stationen sehen nach Menschen aus: die Werte enthalten Vornamen. "
        "Gezählt werden Stellen und Einheiten, nie Menschen."
    )
