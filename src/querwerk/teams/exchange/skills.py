"""The list of skills of ESCO as its CSV files have it: address, label, other names. Nothing else is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from querwerk.texts import Unfit, name

from ..actions.skills import Listed

#: The German list has four megabytes.
LARGEST_BYTES = 64_000_000
_URIS, _LABELS = ("concept_uri", "conceptUri"), ("preferred_label", "preferredLabel")
_NAMES = ("alt_labels", "altLabels", "hidden_labels", "hiddenLabels")


class Unreadable(ValueError):  # noqa: N818 - a file may be unreadable; nothing is in error
    """A file that is no list of skills; says in a sentence why."""


def read_skills(content: bytes) -> tuple[list[Listed], int]:
    """The skills of a file, each address once, and how many lines say nothing that can be kept."""
    if len(content) > LARGEST_BYTES:
        raise Unreadable("Die Datei ist zu groß: höchstens 64 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("Die Datei ist kein Text in UTF-8.") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    columns = rows.fieldnames or []
    uri, label = _one_of(_URIS, columns), _one_of(_LABELS, columns)
    if not uri or not label:
        raise Unreadable("In der Datei fehlen die Spalten „concept_uri“ und „preferred_label“.")
    others = [column for column in _NAMES if column in columns]
    found: dict[str, Listed] = {}
    skipped = 0
    for row in _rows(rows):
        address, called = (row.get(uri) or "").strip(), _label(row.get(label) or "")
        if not address.startswith(("http://", "https://")) or len(address) > 120 or not called:
            skipped += 1
            continue
        names = (_label(one) for column in others for one in (row.get(column) or "").splitlines())
        found[address] = Listed(address, called, tuple(dict.fromkeys(one for one in names if one and one != called)))
    return list(found.values()), skipped


def _rows(rows: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise Unreadable(f"Die Datei ist keine Tabelle (CSV): {error}.") from None


def _label(text: str) -> str:
    try:
        return name(text, limit=200)
    except Unfit:
        return ""


def _one_of(names: Sequence[str], columns: Sequence[str]) -> str:
    return next((one for one in names if one in columns), "")
