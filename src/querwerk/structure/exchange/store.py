"""Putting wanted rows next to stored ones: what is equal stays untouched, only the difference is written."""

from __future__ import annotations

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import DateField, DecimalField, JSONField, Model, QuerySet

from querwerk.journal.models import Entry

Row = tuple[Any, ...]
#: field path ("body__short") -> natural key -> primary key
Links = Mapping[str, Mapping[str, int]]
BATCH = 2000
_Key = TypeVar("_Key", str, int)


@dataclass
class Tally:
    """What an import did (or would do) to one kind of thing."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Outcome:
    """What an import did (or would do), by kind."""

    kinds: dict[str, Tally] = field(default_factory=dict)

    def of(self, kind: str) -> Tally:
        return self.kinds.setdefault(kind, Tally())

    @property
    def is_nothing(self) -> bool:
        return not any(tally.created or tally.changed for tally in self.kinds.values())


@dataclass(frozen=True)
class Table:
    """A table of facts under an owner; ``fields`` are paths, so a link is named by its natural key."""

    name: str
    model: type[Model]
    owner: str
    fields: tuple[str, ...]

    def insert(self, rows: Iterable[tuple[int | None, Row]], links: Links) -> None:
        """Writes (owner, row) pairs: plain tuples, because model instances cost more than all the rest."""
        columns = self._columns(links)
        values = [[convert(owner, row) for _, convert in columns] for owner, row in rows]
        names = ", ".join(connection.ops.quote_name(name) for name, _ in columns)
        marks = ", ".join("%s" for _ in columns)
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            for start in range(0, len(values), BATCH):
                cursor.executemany(
                    f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of our own tables
                    values[start : start + BATCH],
                )

    def _columns(self, links: Links) -> list[tuple[str, Callable[[int | None, Row], Any]]]:
        """(column, its value of an owner and a row); what the table does not name gets the model's default."""
        places = {path.partition("__")[0]: (place, path) for place, path in enumerate(self.fields)}
        columns: list[tuple[str, Callable[[int | None, Row], Any]]] = []
        concrete: Any = self.model._meta.concrete_fields
        for column in concrete:
            if column.primary_key:
                continue
            if column.name == self.owner:
                columns.append((column.column, lambda owner, row: owner))
            elif column.name in places:
                columns.append((column.column, _reader(column, *places[column.name], links)))
            else:
                columns.append((column.column, _constant(column.get_db_prep_save(column.get_default(), connection))))
        return columns


def _constant(value: Any) -> Callable[[int | None, Row], Any]:
    return lambda owner, row: value


def _reader(column: Any, place: int, path: str, links: Links) -> Callable[[int | None, Row], Any]:
    if "__" in path:
        known = links[path]
        return lambda owner, row: known[row[place]] if row[place] else None
    if isinstance(column, JSONField | DateField | DecimalField):
        prepared: dict[Any, Any] = {}
        return lambda owner, row: _prepare(column, row[place], prepared)
    return lambda owner, row: row[place]


def _prepare(column: Any, value: Any, prepared: dict[Any, Any]) -> Any:
    """A value as the database takes it; the same few days and lists of sources come again and again."""
    if isinstance(value, dict):
        return column.get_db_prep_save(value, connection)
    key = tuple(value) if isinstance(value, list) else value
    if key not in prepared:
        prepared[key] = column.get_db_prep_save(value, connection)
    return prepared[key]


def fingerprint(rows: Any) -> str:
    """A hash of wanted rows: equal rows, equal hash."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprints(event: str) -> dict[UUID, str]:
    """The fingerprint each thread got by its last import."""
    entries = Entry.objects.filter(event=event).order_by("seq").values_list("thread", "facts__fingerprint")
    return {thread: both[1] for thread, both in entries if both}


def insert(rows: Iterable[Model]) -> None:
    """Writes unsaved rows, table by table."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, instances in by_model.items():
        model._default_manager.bulk_create(instances, batch_size=BATCH)


def difference(
    stored: QuerySet[Any], fields: Sequence[str], wanted: Sequence[Row]
) -> tuple[list[tuple[int, Row]], list[Row]]:
    """(stored rows nobody wants any more, wanted rows not stored yet), comparing whole rows."""
    open_ = Counter(_comparable(row) for row in wanted)
    gone: list[tuple[int, Row]] = []
    for pk, *row in stored.order_by("pk").values_list("pk", *fields):
        key = _comparable(row)
        if open_[key] > 0:
            open_[key] -= 1
        else:
            gone.append((pk, tuple(row)))
    new = []
    for row in reversed(wanted):
        key = _comparable(row)
        if open_[key] > 0:
            open_[key] -= 1
            new.append(row)
    return gone, new[::-1]


def _comparable(row: Sequence[Any]) -> Hashable:
    return json.dumps(list(row), default=str, sort_keys=True)


def upsert(
    model: type[Model], key: str, wanted: Mapping[_Key, Mapping[str, Any]], tally: Tally | None = None
) -> dict[_Key, int]:
    """Creates what is missing, updates what differs, and gives the primary keys by natural key."""
    manager = model._default_manager
    stored: dict[_Key, Any] = {getattr(row, key): row for row in manager.filter(**{f"{key}__in": list(wanted)})}
    missing = [model(**{key: name, **fields}) for name, fields in wanted.items() if name not in stored]
    differing = [
        _apply(stored[name], fields)
        for name, fields in wanted.items()
        if name in stored and any(getattr(stored[name], attr) != value for attr, value in fields.items())
    ]
    manager.bulk_create(missing, batch_size=BATCH)
    if differing:
        manager.bulk_update(differing, sorted({attr for fields in wanted.values() for attr in fields}), batch_size=200)
    if tally is not None:
        tally.created += len(missing)
        tally.changed += len(differing)
        tally.unchanged += len(wanted) - len(missing) - len(differing)
    return {**{name: row.pk for name, row in stored.items()}, **{getattr(row, key): row.pk for row in missing}}


def _apply(row: Any, fields: Mapping[str, Any]) -> Any:
    for attr, value in fields.items():
        setattr(row, attr, value)
    return row


def keep(
    table: Table,
    stored: QuerySet[Any],
    wanted: Sequence[Row],
    *,
    owner: int | None = None,
    links: Links | None = None,
    tally: Tally | None = None,
) -> tuple[int, int]:
    """Makes the stored rows equal to the wanted ones; (removed, added)."""
    gone, new = difference(stored, table.fields, wanted)
    stored.filter(pk__in=[pk for pk, _ in gone]).delete()
    table.insert([(owner, row) for row in new], links or {})
    if tally is not None:
        tally.changed += min(len(gone), len(new))
        tally.created += len(new) - min(len(gone), len(new))
        tally.unchanged += len(wanted) - len(new)
    return len(gone), len(new)


def kept_closed(
    stored: QuerySet[Any], fields: Sequence[str], identity: Sequence[str], wanted: Sequence[Row]
) -> list[Row]:
    """Rows the file leaves open but somebody has closed in Querwerk stay closed."""
    begin, end = fields.index("valid_from"), fields.index("valid_to")
    places = [fields.index(name) for name in identity]
    rows = stored.exclude(valid_to=None).values_list(*fields)
    closed = {(*(row[i] for i in places), row[begin]): row[end] for row in rows}
    kept: list[Row] = []
    for row in wanted:
        day = closed.get((*(row[i] for i in places), row[begin]))
        kept.append((*row[:end], day, *row[end + 1 :]) if day and row[end] is None else row)
    return kept


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the search for garbage: an import makes millions of values that all stay until its end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
