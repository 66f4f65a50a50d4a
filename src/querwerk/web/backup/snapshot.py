"""One view of the database for the whole backup: what others write meanwhile does not show in it, nor wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import DEFAULT_DB_ALIAS, connections, transaction

#: The name of the second connection to the same database.
ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Opens a connection of its own with one read transaction, and yields its name."""
    settings = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"  # reads beside writers instead of standing in their line
    connections.settings[ALIAS] = settings
    try:
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            if connections[ALIAS].vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT 1 FROM django_migrations")  # from here on the view stands still
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
