"""The days of a sprint for a calendar (RFC 5545): one entry a day, nothing about the people who come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import timezone

from ..lifecycle import State
from ..queries.agenda import Agenda, DayPlan
from ..queries.sprints import SprintPage

_LONGEST_LINE = 73  # of bytes, without the line end


def calendar_file(page: SprintPage, agenda: Agenda, *, address: str, at: datetime) -> bytes:
    """All days; ``address`` is the page of the sprint. A newer version of the same day replaces the older one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Querwerk//Sprints//DE", "METHOD:PUBLISH"]
    for day in agenda.days:
        lines += _entry(page, day, address, at, whole=len(agenda.days))
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _entry(page: SprintPage, day: DayPlan, address: str, at: datetime, *, whole: int) -> Iterator[str]:
    begins = timezone.make_aware(datetime.combine(day.on, day.begins))
    title = page.title if whole == 1 else f"{page.title} ({day.number}/{whole})"
    yield "BEGIN:VEVENT"
    yield f"UID:{page.thread}-{day.number}@querwerk"
    yield f"SEQUENCE:{page.version}"
    yield f"DTSTAMP:{_utc(at)}"
    yield f"DTSTART:{_utc(begins)}"
    yield f"DTEND:{_utc(day.ends_at)}"
    yield f"SUMMARY:{_escaped(title)}"
    yield f"DESCRIPTION:{_escaped(page.question)}"
    if page.place:
        yield f"LOCATION:{_escaped(page.place)}"
    yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if page.state == State.CANCELLED else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Signs that mean something in a calendar file; no line of a text begins a line of the file."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """A line in parts that are short enough, cut between characters."""
    part = b""
    for sign in line:
        grown = part + sign.encode()
        if len(grown) > _LONGEST_LINE:
            yield part
            grown = b" " + sign.encode()
        part = grown
    yield part
