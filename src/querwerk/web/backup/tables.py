"""The tables of the house as lines of JSON, the same on every database: out by introspection, in as they were.

A table's fingerprint is the sum of the hashes of its rows: the order in which a database hands them out plays no part.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import JSONField, Value
from django.db.models.sql import InsertQuery
from django.utils.duration import duration_iso_string

Model = type[models.Model]
Row = list[Any]
_AT_ONCE = 500
_WIDTH = 2**256


@dataclass(slots=True)
class Tally:
    """How many rows, and the sum of their hashes."""

    rows: int = 0
    total: int = 0

    def add(self, row: Row) -> None:
        """Counts one row; in what order a JSON column keeps its keys is left to the database."""
        written = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(written.encode()).digest(), "big")) % _WIDTH

    def told(self) -> dict[str, Any]:
        """As it stands in the list of contents."""
        return {"rows": self.rows, "sha256": f"{self.total:064x}"}


def tables(apps: Apps) -> dict[str, Model]:
    """Every table that the models of these apps keep, by label, the tables of many-to-many relations too."""
    found = apps.get_models(include_auto_created=True)
    return {model._meta.label_lower: model for model in found if model._meta.managed and not model._meta.proxy}


def columns(model: Model) -> list[models.Field[Any, Any]]:
    """The stored fields of a table by name, as older migrations know them in another order.

    What the database computes itself is left out.
    """
    fields = [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]
    return sorted(fields, key=lambda field: field.attname)


def rows(model: Model) -> Iterator[Row]:
    """Every row of a table as values of JSON, a few hundred in memory at a time."""
    names = [field.attname for field in columns(model)]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE):
        yield [_plain(value) for value in row]


def tally(model: Model) -> Tally:
    """What the database holds in a table now."""
    counted = Tally()
    for row in rows(model):
        counted.add(row)
    return counted


def load(model: Model, lines: Iterable[Row]) -> None:
    """Inserts rows exactly as they were: no clock is asked, no default filled in, no signal sent."""
    fields = columns(model)
    objects = (_row(model, fields, values) for values in lines)
    at_once = min(_AT_ONCE, connection.ops.bulk_batch_size(fields, range(_AT_ONCE)))
    while some := list(islice(objects, at_once)):
        query = InsertQuery(model)
        query.insert_values(fields, some, raw=True)
        query.get_compiler(using=DEFAULT_DB_ALIAS).execute_sql()


def empty(model: Model) -> None:
    """Clears a table of what setting up put there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table of ours


def continue_numbers(loaded: Iterable[Model]) -> None:
    """New rows get numbers above the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(loaded)):
            cursor.execute(statement)


def _row(model: Model, fields: list[models.Field[Any, Any]], values: Row) -> models.Model:
    return model(**{field.attname: _typed(field, value) for field, value in zip(fields, values, strict=True)})


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, JSONField):
        return Value(None, field) if value is None and not field.null else value
    return None if value is None else field.to_python(value)


def _plain(value: Any) -> Any:
    """A value of a column as JSON; what a JSON column holds passes as it is."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case Decimal() | UUID():
            return str(value)
    return value
