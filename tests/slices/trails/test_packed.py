"""What is stored of a log: what is counted, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from querwerk.analysis.handoffs import count_handoffs
from querwerk.trails.insights import packed

MOMENTS = [datetime(2026, 1, day, tzinfo=UTC) for day in (5, 6, 6, 7, 8, 9)]


def log() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "clerk": ["Ayşe", "Bernd", "Ayşe", "Carla", "Bernd", "Ayşe"],
            "case": ["B 7, Dilan", "A 1, Emma", "B 7, Dilan", "A 1, Emma", None, "B 7, Dilan"],
            "station": ["Bauamt", "Kasse", None, "Bauamt", "Kasse", "Kasse"],
            "at": [MOMENTS[3], MOMENTS[0], MOMENTS[1], MOMENTS[1], MOMENTS[4], None],
            "started_at": [MOMENTS[2], None, None, MOMENTS[0], None, None],
            "touch_minutes": [5.5, None, 1.0, 2.0, 3.0, 4.0],
            "unit": ["Amt 1", "Amt 2", "Amt 1", "Amt 1", "Amt 2", "Amt 2"],
            "department": ["Dezernat 1"] * 6,
            "activity": ["edits", "signs", "passes_on", None, "edits", "edits"],
            "medium": ["paper", "file", "file", "paper", "file", "file"],
        }
    )


def test_what_is_stored_counts_the_same() -> None:
    events = log()
    assert count_handoffs(packed.from_bytes(packed.to_bytes(events))) == count_handoffs(events)


def test_cases_become_numbers_in_the_order_they_come_and_lie_together_by_time() -> None:
    stored = packed.from_bytes(packed.to_bytes(log()))
    assert stored.select("case", "at").rows() == [
        (0, MOMENTS[1]), (0, MOMENTS[3]), (0, None), (1, MOMENTS[0]), (1, MOMENTS[1]), (None, MOMENTS[4]),
    ]  # fmt: skip


def test_nothing_else_of_the_log_is_kept() -> None:
    content = packed.to_bytes(log())
    assert packed.from_bytes(content).columns == [name for name in log().columns if name != "clerk"]
    told = [name for name in ("Ayşe", "Bernd", "Carla", "Dilan", "Emma") if name.encode() in content]
    assert told == []
    plain = packed.from_bytes(content).write_csv()
    assert [name for name in ("Bauamt", "Dezernat 1") if name in plain] == ["Bauamt", "Dezernat 1"]
    assert [name for name in ("Ayşe", "Dilan") if name in plain] == []


def test_events_of_one_moment_keep_their_order() -> None:
    same = pl.DataFrame({"case": [1] * 4, "station": ["b", "a", "c", "a"], "at": [MOMENTS[0]] * 4})
    assert packed.from_bytes(packed.to_bytes(same))["station"].to_list() == ["b", "a", "c", "a"]


def test_a_column_of_truths_stays_one() -> None:
    events = log().with_columns(medium=pl.Series([True, False, True, None, False, False]))
    stored = packed.from_bytes(packed.to_bytes(events))
    assert stored["medium"].dtype == pl.Boolean
    assert count_handoffs(stored) == count_handoffs(events)


def test_a_log_without_events_can_be_stored() -> None:
    empty = log().clear()
    assert packed.from_bytes(packed.to_bytes(empty)).rows() == []


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"x" * 60 + b"PAR1", packed.to_bytes(log())[:-9]])
def test_broken_bytes_are_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(ValueError) as refused:
        packed.from_bytes(content)
    assert str(refused.value) == "Das gespeicherte Protokoll ist beschädigt. Bitte lesen Sie die Datei noch einmal ein."
