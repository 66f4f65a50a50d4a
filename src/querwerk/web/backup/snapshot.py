"""One view of the database for the whole backup: what others write meanwhile does not show in it, nor wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """One read transaction on our connection: everything read inside is the house at one moment."""
    connection.ensure_connection()
    with _beside_writers(), transaction.atomic(durable=True), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT 1 FROM django_migrations")  # from here on the view stands still
        yield


@contextmanager
def _beside_writers() -> Iterator[None]:
    """Transactions on SQLite begin by standing in the writers' line; this one only reads."""
    ours = cast(Any, connection)
    if connection.vendor != "sqlite":
        yield
        return
    mode, ours.transaction_mode = ours.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        ours.transaction_mode = mode
