"""Statements that the object layer compiles once: afterwards only their parameters change.

To compile a query set takes ten times as long as to run it. A :class:`Slot` stands in it for each value that a request
brings along.
"""

from __future__ import annotations

from collections.abc import Callable
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
        self._compiled: dict[str, tuple[str, tuple[Any, ...], dict[int, Any]]] = {}

    def rows(self, **parameters: Any) -> list[tuple[Any, ...]]:
        """Runs the statement with these values in its slots."""
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = self._compile()
        statement, expected, converters = self._compiled[connection.vendor]
        filled = [
            value.kind.get_db_prep_value(parameters[value.name], connection) if isinstance(value, Slot) else value
            for value in expected
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, filled)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, converters) for row in found] if converters else found

    def _compile(self) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self._build().query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        columns = [] if compiler.query.combinator else [column for column, _, _ in compiler.select]
        return statement, tuple(parameters), compiler.get_converters(columns)


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    """The values as the fields of the models have them: days, moments, JSON."""
    values = list(row)
    for place, (steps, column) in converters.items():
        for step in steps:
            values[place] = step(values[place], column, connection)
    return tuple(values)
