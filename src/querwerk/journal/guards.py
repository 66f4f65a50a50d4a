"""Database triggers that refuse changes to memory, the same promise on SQLite and PostgreSQL."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def guard(schema: BaseDatabaseSchemaEditor, table: str, message: str) -> None:
    """Refuses UPDATE and DELETE (and TRUNCATE) on a table."""
    if schema.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    schema.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    schema.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    schema.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def unguard(schema: BaseDatabaseSchemaEditor, table: str) -> None:
    """Takes the guard away: for undoing a migration, and for tests that play the attacker."""
    if schema.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        return
    for name in ("no_change", "no_truncate"):
        schema.execute(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}")
    schema.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")
