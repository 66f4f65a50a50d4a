"""Event logs written for tests: small ones by hand, odd ones, and ones that mean harm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from querwerk.trails.exchange.events import Columns, Reading
from querwerk.trails.exchange.limits import Limits
from querwerk.trails.exchange.look import Wanted, events_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
SMALL = Limits(seconds=20)


def value(key: str, text: str, kind: str = "string") -> str:
    """One value of XES."""
    return f'\t\t\t<{kind} key="{key}" value="{text}"/>\n'


def event(station: str, at: str, *more: str) -> str:
    """One event of XES."""
    said = value("org:group", station) + value("time:timestamp", at, "date") + "".join(more)
    return f"\t\t<event>\n{said}\t\t</event>\n"


def trace(name: str, *events: str) -> str:
    """One trace of XES."""
    return f"\t<trace>\n{value('concept:name', name)}{''.join(events)}\t</trace>\n"


def xes(*traces: str, head: str = HEAD) -> str:
    """A whole log."""
    return f"{head}{''.join(traces)}</log>\n"


TWO = xes(
    trace("A", event("office", "2026-01-05T09:00:00Z"), event("mayor", "2026-01-07T10:00:00+01:00")),
    trace("B", event("office", "2026-01-06T09:00:00Z")),
)


def stored(folder: Path, content: str | bytes, name: str = "log") -> Path:
    """The path of a file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reading(path: Path, columns: Columns | None = None, limits: Limits = SMALL, **more: object) -> Reading:
    """What a file says, with the meanings of its columns guessed where none is chosen; read in this process."""
    return events_of(path, Wanted(columns or Columns(), **more), limits)  # type: ignore[arg-type]


def told(found: Reading) -> list[str]:
    """The sentences of a report."""
    return [str(note) for note in found.report.notes]


def rows(found: Reading, *names: str) -> Sequence[tuple[object, ...]]:
    """The events as tuples of these columns; moments as texts."""
    frame = found.events
    return [
        tuple(f"{cell:%Y-%m-%d %H:%M}" if hasattr(cell, "hour") else cell for cell in row)
        for row in frame.select(names or frame.columns).rows()
    ]
