"""Statements that the object layer compiles once: afterwards only their parameters change.

To compile a query set takes ten times as long as to run it. A :class:`Slot` stands in it for each value that a request
brings along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field, QuerySet, Value


class Slot(Value):
    """A parameter of a prepared statement, filled in by name when it runs."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)
        self.name, self.kind = name, field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared:
    """A query set of ``values_list`` as one kept statement."""

    def __init__(self, rows: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = rows
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Runs the statement with these values in its slots."""
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = _compile(self._build())
        kept = self._compiled[connection.vendor]
        filled = {name: field.get_db_prep_value(values[name], connection) for name, field in kept.slots.items()}
        with connection.cursor() as cursor:
            cursor.execute(kept.statement, kept.fixed | filled)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, kept.converters) for row in found] if kept.converters else found


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``converters`` turn what the database gives, by column, into what the fields of the models have."""

    statement: str
    slots: dict[str, Field[Any, Any]]
    fixed: dict[str, Any]
    converters: dict[int, Any]


def _compile(rows: QuerySet[Any, Any]) -> _Compiled:
    """Parameters get names: a slot has one value wherever it stands, and names are bound fastest."""
    compiler = rows.query.get_compiler(connection=connection)
    statement, parameters = compiler.as_sql()
    slots = {value.name: value.kind for value in parameters if isinstance(value, Slot)}
    names = [value.name if isinstance(value, Slot) else f"fixed_{i}" for i, value in enumerate(parameters)]
    columns = [] if rows.query.combinator else [column for column, _, _ in compiler.select]
    return _Compiled(
        statement.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names),
        slots,
        {name: value for name, value in zip(names, parameters, strict=True) if name not in slots},
        compiler.get_converters(columns),
    )


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, (steps, column) in converters.items():
        for step in steps:
            values[place] = step(values[place], column, connection)
    return tuple(values)
