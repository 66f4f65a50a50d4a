"""Whether the database keeps what it has said yes to: its settings, asked and judged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from django.db import OperationalError, connection

#: For each setting the values under which nothing acknowledged is lost, and what happens under any other.
POSTGRESQL: Mapping[str, tuple[tuple[str, ...], str]] = {
    "fsync": (("on",), "nach einem Stromausfall kann die Datenbank unlesbar sein"),
    "full_page_writes": (("on",), "halb geschriebene Seiten werden nach einem Stromausfall nicht geheilt"),
    "synchronous_commit": (
        ("on", "local", "remote_write", "remote_apply"),
        "bestätigte Eingaben können verloren gehen",
    ),
    "server_encoding": (("UTF8",), "nicht jeder Name lässt sich speichern"),
    "TimeZone": (("UTC",), "Zeiten werden falsch verstanden"),
}
SQLITE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "journal_mode": (("wal",), "wer liest, hält Schreibende auf"),
    "synchronous": (("2", "3"), "bestätigte Eingaben können nach einem Stromausfall verloren gehen"),
    "foreign_keys": (("1",), "Verweise können ins Leere zeigen"),
}
OLDEST_POSTGRESQL = 15


def database() -> Iterable[str]:
    """A database that may lose what it has acknowledged holds no house; the tests' own one is in a hurry."""
    if "QUERWERK_TEST_HURRY" in os.environ:
        return
    try:
        if connection.vendor == "postgresql":
            yield from outdated(int(_ask("SHOW server_version_num")) // 10_000)
            yield from broken_promises({name: _ask(f"SHOW {name}") for name in POSTGRESQL}, POSTGRESQL)
        else:
            yield from broken_promises({name: _ask(f"PRAGMA {name}") for name in SQLITE}, SQLITE)
    except OperationalError as failure:
        yield f"Die Datenbank antwortet nicht: {str(failure).strip().splitlines()[0]}"


def checksums() -> Iterable[str]:
    """Decaying disks are noticed; no reason to stop a house."""
    if connection.vendor == "postgresql" and _ask("SHOW data_checksums") != "on":
        yield "PostgreSQL prüft seine Seiten nicht (data_checksums). Wenn es ruht: pg_checksums --enable"


def broken_promises(told: Mapping[str, str], wanted: Mapping[str, tuple[tuple[str, ...], str]]) -> Iterator[str]:
    """What each setting that is not as it has to be would cost."""
    for name, (good, otherwise) in wanted.items():
        if told[name] not in good:
            yield f"Die Datenbank steht auf {name} = {told[name]}: {otherwise}. Nötig ist {good[0]}."


def outdated(version: int) -> Iterator[str]:
    """A PostgreSQL older than the one the house is tested on."""
    if version < OLDEST_POSTGRESQL:
        yield f"PostgreSQL {version} ist zu alt: nötig ist {OLDEST_POSTGRESQL} oder neuer."


def _ask(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
