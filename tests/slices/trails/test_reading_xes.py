"""XES: what is read, what is skipped and counted, what is refused with its place."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.trails.exchange import xes as slow
from querwerk.trails.exchange import xes_plain as fast
from querwerk.trails.exchange.events import Columns, as_events
from querwerk.trails.exchange.limits import Limits
from querwerk.trails.exchange.look import guessed, table_of
from querwerk.trails.exchange.notes import Unreadable
from querwerk.trails.exchange.table import Table

from . import logs
from .logs import HEAD, TWO, event, reading, rows, stored, told, trace, value


def refusal(folder: Path, content: str | bytes, **limits: int) -> str:
    with pytest.raises(Unreadable) as refused:
        reading(stored(folder, content), limits=Limits(**limits))
    return str(refused.value)


def same(one: Table, other: Table) -> bool:
    """Whether two readers say the same of a file."""
    assert one.traces is not None and other.traces is not None
    return (
        one.frame.equals(other.frame)
        and one.frame.columns == other.frame.columns
        and one.traces.equals(other.traces)
        and one.times == other.times
        and list(one.notes) == list(other.notes)
    )


def test_a_log_becomes_numbered_cases_stations_and_moments_in_utc(tmp_path: Path) -> None:
    found = reading(stored(tmp_path, TWO))
    assert rows(found) == [
        (1, "office", "2026-01-05 09:00"),
        (1, "mayor", "2026-01-07 09:00"),
        (2, "office", "2026-01-06 09:00"),
    ]
    assert (found.report.cases, found.report.events, told(found)) == (2, 3, [])


def test_a_packed_log_says_the_same(tmp_path: Path) -> None:
    plain, packed = stored(tmp_path, TWO, "a"), stored(tmp_path, gzip.compress(TWO.encode()), "b.csv")
    assert reading(packed).events.equals(reading(plain).events)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252", "utf-8-sig"])
def test_the_encoding_is_the_one_the_file_declares(tmp_path: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding.removesuffix("-le").removesuffix("-be")
    text = TWO.replace("UTF-8", declared).replace("mayor", "Bürgermeisteramt")
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    found = reading(stored(tmp_path, (mark + text).encode(encoding)))
    assert found.events["station"].to_list() == ["office", "Bürgermeisteramt", "office"]


def test_values_of_a_trace_stand_in_columns_of_their_own_wherever_it_says_them(tmp_path: Path) -> None:
    late = TWO.replace("\t</trace>", value("channel", "Internet") + "\t</trace>")
    for reader in (slow, fast):
        frame = reader.read(stored(tmp_path, late), Limits()).frame
        assert frame["case:channel"].to_list() == ["Internet"] * 3
        assert frame["case:concept:name"].to_list() == ["A", "A", "B"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f'{HEAD[:38]}\n<!DOCTYPE log [<!ENTITY a "b">]><log/>', "DOCTYPE"),
        (f"{TWO}{TWO[39:]}", "zweites Protokoll. Bitte lesen Sie jedes für sich ein (Zeile 22, Spalte 1)"),
        (TWO.replace("<trace>", "<log><trace>", 1).replace("</trace>", "</trace></log>", 1), "zwei Protokolle"),
        (TWO[:-20], "Zeile"),
        (TWO[:300], "bricht mittendrin ab (Zeile 10, Spalte 4)"),
        ("<html><body/></html>", "kein XES: Sie beginnt mit <html> statt mit <log> (Zeile 1)"),
        ("<log>&wer;</log>", "Kürzel (&…;), das XML nicht kennt (Zeile 1, Spalte 6)"),
        ('<log><string key="a" key="b"/></log>', "dieselbe Eigenschaft zweimal"),
        ("<log><trace></event></log>", "anders geschlossen als geöffnet"),
        ('<?xml version="1.0" encoding="klingonisch"?><log/>', "Zeichenkodierung"),
        ("<log/>", "kein Ereignis, das zu einem Vorgang gehört (Zeile 1)"),
        ("<log>" + "<list>" * 60 + "</list>" * 60 + "</log>", "zu tief verschachtelt; erlaubt sind 30 Ebenen (Zeile 1"),
        ("   \n", "Die Datei ist leer"),
        ("", "Die Datei ist leer"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_its_place(
    tmp_path: Path, content: str, sentence: str
) -> None:
    assert sentence in refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        (
            trace("C", "<event><event/>" + value("org:group", "office") + "</event>"),
            "1 Ereignis steht in einem anderen Ereignis und wurde weggelassen (Zeile 23, Spur 3, Ereignis 1).",
        ),
        ("<event/><event/>", "2 Ereignisse stehen außerhalb eines Vorgangs und wurden weggelassen (zuerst: Zeile 21)."),
        ("<trace/>", "1 Vorgang hat kein Ereignis und wurde weggelassen (Zeile 21)."),
        (
            trace("C", event("a", "vielleicht")),
            "1 Ereignis hat an der Stelle der Zeit etwas anderes und wurde weggelassen "
            "(Spur 3, Ereignis 1, „time:timestamp“: „vielleicht“).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00+25:00")),
            "1 Ereignis hat an der Stelle der Zeit etwas anderes und wurde weggelassen "
            "(Spur 3, Ereignis 1, „time:timestamp“: „2026-01-05T09:00:00+25:00“).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00")),
            "1 Zeit steht ohne Zeitzone da und wurde als Zeit in Deutschland gelesen "
            "(Spur 3, Ereignis 1, „time:timestamp“).",
        ),
        (
            trace("C", event("a", "1948-05-01T09:00:00Z")),
            "1 Ereignis liegt vor 1990 oder nach 2100; es wurde mitgezählt, bitte prüfen Sie es (Spur 3, Ereignis 1).",
        ),
        (
            trace("C", event("", "2026-01-05T09:00:00Z")),
            "1 Ereignis nennt keine Station; es zählt für die Dauer, aber für keine Hand (Spur 3, Ereignis 1).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00Z"), event("b", "2026-01-04T09:00:00Z")),
            "1 Ereignis stand nicht in der Reihenfolge der Zeit und wurde eingeordnet (Spur 3, Ereignis 2).",
        ),
        (
            trace("A", event("a", "2026-01-05T09:00:00Z")),
            "2 Vorgänge heißen wie ein anderer; jeder zählt für sich.",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00Z", value("n", "0.5", "int"))),
            "1 Angabe passt nicht zu ihrer Art; sie wurde als Text gelesen (Zeile 26, Spur 3, Ereignis 1, „n“: „0.5“).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00Z", value("org:group", "b"))),
            "1 Angabe steht zweimal im selben Ereignis; die letzte gilt (Zeile 26, Spur 3, Ereignis 1, „org:group“).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00Z", '<string key="x"/>')),
            "1 Angabe hat keinen Schlüssel oder keinen Wert und wurde nicht gelesen "
            "(Zeile 26, Spur 3, Ereignis 1, „x“).",
        ),
        (
            trace(
                "C", event("a", "2026-01-05T09:00:00Z", '<string key="x" value="y"><int key="z" value="1"/></string>')
            ),
            "1 Angabe steht in einer anderen Angabe und wurde nicht gelesen (Zeile 26, Spur 3, Ereignis 1).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00Z", '<xi:include xmlns:xi="x" href="file:///etc/passwd"/>')),
            "1 Element gehört nicht zu XES und wurde nicht gelesen (Zeile 26, Spur 3, Ereignis 1, <include>).",
        ),
        (
            trace("C", event("a", "2026-01-05T09:00:00Z", value("x", "y" * 20_001))),
            "1 Angabe ist länger als erlaubt und wurde nicht gelesen (Zeile 26, Spur 3, Ereignis 1, „x“).",
        ),
    ],
)
def test_what_is_odd_is_counted_and_its_first_place_is_said(tmp_path: Path, odd: str, sentence: str) -> None:
    found = reading(stored(tmp_path, TWO.replace("</log>", f"{odd}</log>")))
    assert sentence in told(found)
    assert rows(found)[:3] == rows(reading(stored(tmp_path, TWO)))


def test_beginnings_and_ends_become_one_event_with_two_clocks(tmp_path: Path) -> None:
    def step(station: str, at: str, mark: str) -> str:
        return event(station, f"2026-01-{at}T09:00:00Z", value("lifecycle:transition", mark))

    found = reading(
        stored(
            tmp_path,
            logs.xes(
                trace("A", step("a", "05", "start"), step("b", "06", "START"), step("a", "07", "complete")),
                trace("B", step("a", "05", "schedule"), step("a", "09", "complete")),
            ),
        )
    )
    assert rows(found, "case", "station", "started_at", "at") == [
        (1, "b", None, "2026-01-06 09:00"),
        (1, "a", "2026-01-05 09:00", "2026-01-07 09:00"),
        (2, "a", None, "2026-01-05 09:00"),
        (2, "a", None, "2026-01-09 09:00"),
    ]
    assert told(found) == [
        "1 Beginn und sein Ende wurden zu einem Ereignis.",
        "1 Beginn hat kein Ende; er zählt als Ereignis zu seiner eigenen Zeit (Spur 1, Ereignis 2).",
    ]


def test_equal_times_keep_the_order_of_the_file(tmp_path: Path) -> None:
    same_time = "2026-01-05T09:00:00Z"
    found = reading(stored(tmp_path, logs.xes(trace("A", *(event(name, same_time) for name in "cabd")))))
    assert found.events["station"].to_list() == ["c", "a", "b", "d"]
    assert told(found) == []


@pytest.mark.shared_data
def test_every_odd_file_yields_a_sentence_or_a_report(shared_data: Path) -> None:
    outcomes = {}
    for path in sorted((shared_data / "eventlogs" / "odd-xes").iterdir()):
        try:
            outcomes[path.name] = str(reading(path, pseudonymous=True).report.events)
        except Unreadable as refused:
            outcomes[path.name] = refused.sentence
    assert len(outcomes) == 38
    assert outcomes["running_example_broken.csv"] == "34"
    assert "Zeile 13, „number“: „0.0“" in outcomes["intIncorrectValue.xes"]
    assert "außerhalb eines Vorgangs" in outcomes["eventCorrectAttributes.xes"]
    assert "steht an anderer Stelle als vorgesehen" in outcomes["extensionTraceSwapped.xes"]
    assert [name for name, said in outcomes.items() if not re.search(r"^\d+$|Zeile \d+|Vorhanden sind", said)] == []


# -- the fast reader says what the slow one says -----------------------------------------------------------------------

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="<\x7f"), max_size=12)
_ESCAPED = _TEXT.map(lambda text: text.replace("&", "&amp;").replace('"', "&quot;"))
_KEYS = st.sampled_from(["org:group", "time:timestamp", "concept:name", "x", "ä ö", "case:concept:name", ""])
_KINDS = st.sampled_from(["string", "date", "int", "float", "boolean", "id", "list"])
_VALUE = st.builds(value, _KEYS, _ESCAPED | st.sampled_from(["1", "2026-01-01T00:00:00Z", "a", "b"]), _KINDS)
_ODDITY = st.sampled_from(
    ["", "", "", "", "<!-- < -->", "text", '<string key="a" value="b"></string>', "<event/>", "\r\n "]
)
_EVENT = st.builds(lambda said, odd: f"<event>{''.join(said)}{odd}</event>\n", st.lists(_VALUE, max_size=5), _ODDITY)
_TRACE = st.builds(
    lambda said, events, odd: f"<trace>{''.join(said)}{''.join(events)}{odd}</trace>",
    st.lists(_VALUE, max_size=3),
    st.lists(_EVENT, max_size=4),
    _ODDITY,
)


@settings(max_examples=300, deadline=None)
@given(traces=st.lists(_TRACE, min_size=1, max_size=4), tail=_ODDITY)
def test_the_fast_reader_says_what_the_parser_says_or_leaves_it_to_the_parser(
    tmp_path_factory: pytest.TempPathFactory, traces: list[str], tail: str
) -> None:
    path = stored(tmp_path_factory.mktemp("xes"), logs.xes(*traces, tail))
    try:
        plain = fast.read(path, Limits())
    except fast.NotPlain:
        return
    assert same(plain, slow.read(path, Limits()))


def test_the_fast_reader_takes_the_plain_ones(tmp_path: Path) -> None:
    marked = TWO.replace("mayor", "Bürger &amp; &quot;Amt&quot;").replace("\n", "\r\n")
    for content in (TWO, marked, TWO.replace("/>", " />"), TWO.replace("\n", "").replace("\t", "")):
        path = stored(tmp_path, content)
        assert same(fast.read(path, Limits()), slow.read(path, Limits()))


@pytest.mark.parametrize(
    "content",
    [
        TWO.replace("UTF-8", "iso-8859-1"),
        TWO.replace('"mayor"', "'mayor'"),
        TWO.replace("mayor", "may\tor"),
        TWO.replace("mayor", "mayor\r"),
        TWO.replace("org:group", "org:group\r", 1),
        TWO.replace("mayor", "may&#10;or"),
        TWO.replace("mayor", "may\x01or"),
        TWO.replace("mayor", "may\ufffeor"),
        TWO.replace("<event>", "<!-- x --><event>", 1),
        TWO.replace("<event>", "<![CDATA[<event>]]><event>", 1),
        TWO.replace("<event>", "<?php ?><event>", 1),
        TWO.replace("<event>", '<event id="1">', 1),
        TWO.replace("</event>", "</event>text", 1),
        TWO.replace("</event>", "</event></event>", 1),
        TWO.replace("</trace>", "</trace></trace>", 1),
        TWO.replace("</log>", "</log><log></log>"),
        TWO.replace("</log>", "</log><!-- end -->"),
        TWO.replace('key="org:group"', 'key="org:group" kind="x"'),
        TWO.replace("<log", "<!DOCTYPE log><log"),
        TWO.replace("<trace>", "<xes:trace>").replace("</trace>", "</xes:trace>"),
    ],
)
def test_the_fast_reader_leaves_everything_else_to_the_parser(tmp_path: Path, content: str) -> None:
    with pytest.raises(fast.NotPlain):
        fast.read(stored(tmp_path, content), Limits())


def test_reading_only_what_is_needed_changes_nothing(tmp_path: Path) -> None:
    path = stored(tmp_path, TWO.replace("</event>", value("concept:name", "Prüfen") + value("x", "y") + "</event>"))
    table = table_of(path, Limits())
    whole = as_events(table, guessed(table))
    assert table.frame.columns == ["concept:name", "org:group", "time:timestamp", "x", "case:concept:name"]
    found = reading(path)
    assert (found.events.equals(whole.events), found.report) == (True, whole.report)
    with pytest.raises(
        Unreadable, match="Vorhanden sind: concept:name, org:group, time:timestamp, x, case:concept:name"
    ):
        reading(path, Columns(station="y"))


def test_a_log_of_many_pieces_is_put_together_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = logs.xes(
        *(trace(f"T{n}", *(event(f"s{m}", "2026-01-05T09:00:00Z") for m in range(n % 4 + 1))) for n in range(60))
    )
    path = stored(tmp_path, many)
    monkeypatch.setattr(fast, "_CHUNK", 2_000)
    monkeypatch.setattr(slow, "_BATCH", 20)
    plain, parsed = fast.read(path, Limits()), slow.read(path, Limits())
    assert same(plain, parsed)
    assert plain.frame.height == 150
    assert plain.traces is not None and plain.traces.unique().len() == 60


def test_a_log_beyond_its_limits_is_refused_by_both(tmp_path: Path) -> None:
    wide = logs.xes(trace("A", event("a", "2026-01-05T09:00:00Z", *(value(f"k{n}", "v") for n in range(60)))))
    path = stored(tmp_path, wide)
    for reader in (slow, fast):
        with pytest.raises(Unreadable, match="mehr als 50 verschiedene Spalten"):
            reader.read(path, Limits(columns=50))
        with pytest.raises(Unreadable, match="höchstens 2 Ereignisse"):
            reader.read(stored(tmp_path, TWO, "two"), Limits(events=2))


def test_polars_reads_categories_as_this_reader_expects() -> None:
    """The fast reader rests on this: nothing between two marks is null for categories, and empty for texts."""
    table = fast._cut(b'<trace>\n<string key="" value=""/>')
    assert table.rows() == [
        ("trace>\n", None, None, "", None, None),
        ("string key=", None, " value=", "", "/>", None),
    ]
    assert table.schema["key"] == pl.Categorical
