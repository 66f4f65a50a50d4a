"""Files about data protection: the record as CSV, the switch file, one's own data as a ZIP of JSON and HTML."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from querwerk.tables import as_csv

from .queries.own import Held
from .queries.records import TableRecord
from .queries.switches import Switched


def record_csv(records: list[TableRecord]) -> bytes:
    """The record of processing: one line a field."""
    head = [_("Table"), _("Field"), _("Key"), _("Purpose"), _("Legal ground"), _("Kept"), _("Readers"), _("At erasure")]
    rows = [
        [table.title, one.title, one.key, one.purpose, one.basis, one.term, one.readers,
         ": ".join(filter(None, (one.way, one.why_kept)))]
        for table in records
        for one in table.fields
    ]  # fmt: skip
    return as_csv(head, rows)


def switch_file(switched: list[Switched], records: list[TableRecord]) -> bytes:
    """What is stored and what is switched on, one thing a line and in a fixed order: two of them can be compared."""
    said: dict[str, Any] = {
        "features": {
            one.feature.key: {
                "title": str(one.feature.title),
                "processes": str(one.feature.processes),
                "is_on": one.is_on,
                "consent_on": one.now.consent_on.isoformat() if one.now and one.now.consent_on else None,
            }
            for one in switched
        },
        "fields": {
            field.key: {
                "purpose": field.purpose,
                "basis": field.basis,
                "kept": field.term,
                "readers": field.readers,
                "erasure": field.way,
            }
            for table in records
            for field in table.fields
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def archive(tables: list[Held], *, of: str, at: datetime) -> bytes:
    """Everything that is held about somebody: ``daten.json`` for machines, ``daten.html`` to read."""
    said = {
        "of": of,
        "at": at.isoformat(),
        "tables": {table.model._meta.label: {"title": table.title, "rows": table.rows} for table in tables},
    }
    page = render_to_string(
        "privacy/export.html", {"tables": tables, "of": of, "at": at, "language": get_language() or "de"}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("daten.json", json.dumps(said, ensure_ascii=False, indent=1, default=str))
        file.writestr("daten.html", page)
    return out.getvalue()
