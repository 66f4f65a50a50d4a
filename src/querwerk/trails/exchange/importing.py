"""Reading a file in beside the pages: a thread starts the limited process, says how far it is, stores what it brings.

The thread lives in the server, because a process of its own would take as long to start as most files to read; the file
itself is read in a process without rights (:mod:`.child`). When the server ends in between, nothing is stored, the
signs of life stop, and whoever waits starts it again.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import BoundedSemaphore, Event, Thread

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from querwerk.journal.actions import Actor, Refused
from querwerk.outbox.traces import trace

from ..actions import imports as actions
from ..insights.packed import to_bytes
from ..lifecycle import Source, Use
from ..models import Import
from ..queries import imports as queries
from . import child
from .events import TRACE, Columns, Reading
from .limits import WEB, Limits
from .look import Look
from .notes import Unreadable
from .people import sign_of

_LOG = logging.getLogger(__name__)
#: So many files are read at the same time by one server process; the others wait.
_ROOM = BoundedSemaphore(2)
_BEAT, _MOMENT = 2.0, 1.5
#: What was begun by this process and no page has asked about yet.
_BEGUN: dict[int, Event] = {}
#: What a place quotes from the file stays out of the database.
_QUOTED = ": „"


def look(brought: Import) -> None:
    """Begins to look at a file, once what was done before is stored."""
    transaction.on_commit(partial(_beside, partial(look_now, brought), brought))


def read(brought: Import, *, by: Actor) -> None:
    """Begins to read a file, once what was done before is stored."""
    transaction.on_commit(partial(_beside, partial(read_now, brought, by=by), brought))


def _beside(work: Callable[[], object], brought: Import) -> None:
    _say(brought, 0.0)
    ended = _BEGUN[brought.pk] = Event()
    Thread(target=_work, args=(work, brought, ended), daemon=True).start()


def wait_a_moment(brought: Import) -> None:
    """Most files are read at once: the first page after a start waits for that, and no other one."""
    if ended := _BEGUN.pop(brought.pk, None):
        ended.wait(_MOMENT)
        brought.refresh_from_db()


def _work(work: Callable[[], object], brought: Import, ended: Event) -> None:
    try:
        with _alive(brought), _ROOM:
            work()
    except Exception as trouble:  # no sign of life comes any more: whoever waits is told so
        _LOG.error("reading in a log failed: %s", trace(trouble))
    finally:
        connection.close()
        ended.set()


def look_now(brought: Import) -> None:
    """Looks at a file and keeps, beside it, what its columns may mean."""
    try:
        found = child.looked(brought.folder / queries.FILE, limits=_limits(), tell=partial(_say, brought))
    except Unreadable as unreadable:
        actions.refuse(brought, unreadable.sentence)
    else:
        actions.seen(brought, _seen(found))


def read_now(brought: Import, *, by: Actor, clock: Callable[[], datetime] = timezone.now) -> None:
    """Reads a file and stores its log."""
    try:
        reading = child.read_events(
            brought.folder / queries.FILE, _columns(brought), roles=_roles(brought), limits=_limits(),
            tell=partial(_say, brought),
        )  # fmt: skip
        actions.store(brought, found_in(reading), by=by, at=clock())
    except Unreadable as unreadable:
        actions.refuse(brought, unreadable.sentence)
    except Refused as refused:
        actions.refuse(brought, refused.sentence)


def look_like_people(roles: Iterable[str]) -> bool:
    """Whether what somebody typed as roles looks like names again."""
    return sign_of(pl.Series("role", list(roles), dtype=pl.String)) is not None


def _limits() -> Limits:
    most = settings.LARGEST_LOG
    return replace(WEB, size=most, unpacked=max(WEB.unpacked, most))


def _seen(found: Look) -> dict[str, object]:
    """What was seen, as plain values, with the guessed use beside each column."""
    uses = {name: use for use, name in found.guess.chosen().items()}
    columns = [
        (column.name, uses.get(column.name, Use.DROP.value), bool(column.person), column.values or column.examples)
        for column in found.columns
    ]
    notes = [str(note) for note in found.notes]
    return {"form": found.form, "count": found.rows, "columns": columns, "rows": found.head, "notes": notes}


def _columns(brought: Import) -> Columns:
    """Which column means what; the cases of an XES file are its traces unless somebody says otherwise."""
    chosen = {use: name for name, use in brought.mapping.items()}
    return Columns(**({"case": TRACE} | chosen), exact=True)


def _roles(brought: Import) -> dict[str, str] | None:
    """name -> role of the column that tells the station, where it looks like people."""
    said = queries.roles(brought)
    of_station = [roles for name, roles in said.items() if brought.mapping.get(name) == Use.STATION]
    return dict(of_station[0]) if of_station else None


def found_in(reading: Reading) -> actions.Found:
    """What a reader brings, as it is stored."""
    report = reading.report
    return actions.Found(
        source=Source(report.form), cases=report.cases, events=report.events, packed=to_bytes(reading.events),
        skipped={note.kind: (note.count, note.place.partition(_QUOTED)[0]) for note in report.notes},
    )  # fmt: skip


def _say(brought: Import, share: float) -> None:
    """How far the reader is; written whole or not at all, and only while somebody waits for it."""
    path = brought.folder / queries.PROGRESS
    if not path.parent.exists():
        return
    half = path.with_suffix(".half")
    half.write_text(json.dumps({"share": round(share * 100)}))
    half.replace(path)


@contextmanager
def _alive(brought: Import) -> Iterator[None]:
    """Signs of life beside the work, as long as this process lives."""
    path, done = brought.folder / queries.PROGRESS, Event()

    def beat() -> None:
        while not done.wait(_BEAT):
            if path.exists():
                os.utime(path)

    Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        done.set()
