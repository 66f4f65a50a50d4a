"""Putting wanted rows next to stored ones: what is equal stays untouched, only the difference is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

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

    def build(self, owner_id: int | None, row: Row, links: Links) -> Model:
        """An unsaved row."""
        values: dict[str, Any] = {f"{self.owner}_id": owner_id} if self.owner else {}
        for path, value in zip(self.fields, row, strict=True):
            if "__" in path:
                values[f"{path.partition('__')[0]}_id"] = links[path][value] if value else None
            else:
                values[path] = value
        return self.model(**values)


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
    return json.dumps(list(row), default=str)


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
    build: Callable[[Row], Model],
    tally: Tally | None = None,
) -> tuple[int, int]:
    """Makes the stored rows equal to the wanted ones; (removed, added)."""
    gone, new = difference(stored, table.fields, wanted)
    stored.filter(pk__in=[pk for pk, _ in gone]).delete()
    insert(build(row) for row in new)
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
