"""What erasing does to one table: rows go, fields are emptied, names become "N. N.", open days are closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Field, QuerySet

from querwerk.protection import NAMELESS, Erase, Personal

from ..queries.declared import Table, declared, fields_of
from ..queries.traces import Trace, own

_EMPTY: tuple[tuple[type[Field[Any, Any]], Callable[[], Any]], ...] = (
    (models.JSONField, dict),
    (models.CharField, str),
    (models.TextField, str),
    (models.BinaryField, bytes),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.DateTimeField, lambda: datetime(1970, 1, 1, tzinfo=UTC)),
    (models.DateField, lambda: date(1970, 1, 1)),
)


def forget(trace: Trace, *, on: date) -> int:
    """Carries out what a table declares, for the rows that are somebody's; says how many rows that touched."""
    touched = remove(trace.going()) + trace.rows().count()
    for name, said in declared(trace.model).items():
        if isinstance(said, Personal) and said.erase is not Erase.DELETE:
            change(own(trace, name), trace.model, name, said.erase, on=on)
    return touched


def remove(rows: QuerySet[Any]) -> int:
    """Deletes rows, and once that is certain, the files they name."""
    count = rows.count()
    for field in rows.model._meta.fields:
        if isinstance(field, models.FileField):
            for name in filter(None, rows.values_list(field.name, flat=True)):
                transaction.on_commit(partial(field.storage.delete, name))
    rows.delete()
    return count


def change(rows: QuerySet[Any], model: Table, name: str, how: Erase, *, on: date) -> None:
    """One field of some rows, as its declaration says."""
    field = fields_of(model)[name]
    if how is Erase.NAMELESS:
        rows.update(**{name: NAMELESS})
    elif how is Erase.CLOSE:
        closed = datetime(on.year, on.month, on.day, tzinfo=UTC) if isinstance(field, models.DateTimeField) else on
        rows.filter(**{f"{name}__isnull": True}).update(**{name: closed})
    elif how is Erase.BLANK and field.many_to_many:
        for row in rows:
            getattr(row, name).clear()
    elif how is Erase.BLANK:
        rows.update(**{name: empty(field)})


def empty(field: Field[Any, Any]) -> Any:
    """What an emptied field holds: nothing where it may, else the emptiest value of its kind."""
    if field.null:
        return None
    return next(make() for kind, make in _EMPTY if isinstance(field, kind))
