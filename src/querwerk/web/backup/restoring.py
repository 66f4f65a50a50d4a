"""Putting a backup into a fresh place: one transaction, everything compared, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.queries import Verdict, verify
from querwerk.privacy.actions.erase import replay_erasures, write_register
from querwerk.privacy.queries.erased import read as read_register

from . import reading, tables, versions
from .contents import Contents
from .refusals import BadBackup, told
from .staging import Staging, refuse_other_files

#: Rows that setting up a database makes by itself.
_OF_THE_FRAMEWORK = {"django_migrations", "django_content_type", "auth_permission", "django_site"}


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now, counted and hashed anew from the database; ``upgraded`` when the backup was an older one."""

    contents: Contents
    tables: dict[str, dict[str, Any]]
    journal: Verdict
    upgraded: bool
    erased_again: int


def restore(path: Path, passphrase: str, *, erasures: list[str], by: Actor, at: datetime) -> Restored:
    """Restores a backup into this fresh house. The file is proved whole before anything is touched.

    ``erasures`` are the lines of the register as it was when the house was lost: who stands there and has come back
    with the backup is erased again.
    """
    _refuse_unreadable(erasures)
    contents = reading.verify(path, passphrase)
    wanted = versions.targets(contents.label)
    staging = Staging(Path(settings.HOME))
    try:
        refuse_unless_fresh()
        refuse_other_files(Path(settings.HOME), contents.files)
        staging.clear()
        with connection.constraint_checks_disabled(), transaction.atomic():
            found = _fill(path, passphrase, versions.migrate_to(wanted), staging)
            staging.check(contents.files)
            upgraded = bool(versions.not_applied())
            call_command("migrate", interactive=False, verbosity=0)
            tables.empty(Session)  # who was shut out since the backup must not be let in again
            erased_again = replay_erasures(erasures, by=by, at=at)
            journal = _journal(contents)
            staging.put_in_place()
    except BaseException as failure:
        staging.take_back()
        if isinstance(failure, OSError | DatabaseError):
            raise told(failure) from failure
        raise
    finally:
        staging.clear()
        ContentType.objects.clear_cache()
    write_register()
    return Restored(contents, found, journal, upgraded, erased_again)


def _refuse_unreadable(erasures: list[str]) -> None:
    try:
        read_register(erasures)
    except ValueError as error:
        raise Refused(f"Die Liste der Löschungen lässt sich nicht lesen: {error}.") from error


def refuse_unless_fresh() -> None:
    """A restore never adds to a house and never replaces one."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - existing names
            if table not in _OF_THE_FRAMEWORK and cursor.fetchone():
                raise Refused(f"In dieser Datenbank liegt schon etwas (Tabelle {table}). Bitte eine leere nehmen.")


def _fill(path: Path, passphrase: str, apps: Apps, staging: Staging) -> dict[str, dict[str, Any]]:
    """Loads every table and lays out every file; returns what the database then holds."""
    models = tables.tables(apps)
    for model in models.values():
        if model._base_manager.exists():  # the framework's own rows: those of the backup take their place
            tables.empty(model)
    connection.check_constraints()  # whatever a migration made immediate waits for the end again
    with reading.opened(path, passphrase) as backup:
        for mark, inside in backup.parts():
            if "file" in mark:
                staging.lay_out(mark["file"], mark["mode"], inside)
            else:
                tables.load(_table(models, mark), inside)
        wanted = backup.contents.tables
    connection.check_constraints()
    tables.continue_numbers(models.values())
    found = {label: tables.tally(model).told() for label, model in models.items()}
    differing = [label for label in sorted({*found, *wanted}) if found.get(label) != wanted.get(label)]
    if differing:
        raise BadBackup(f"Nach dem Einlesen stimmt etwas nicht mit der Sicherung überein: {', '.join(differing)}.")
    return found


def _table(models: dict[str, tables.Model], mark: dict[str, Any]) -> tables.Model:
    model = models.get(mark["table"])
    if model is None or [field.attname for field in tables.columns(model)] != mark["fields"]:
        raise BadBackup(f"Die Tabelle {mark['table']} der Sicherung passt zu keiner Tabelle ihrer Version.")
    return model


def _journal(contents: Contents) -> Verdict:
    """The chain of the restored journal: as intact, or as broken, as it was when the backup was made."""
    verdict = verify()
    if verdict.broken_at != contents.label.journal_broken_at:
        raise BadBackup(f"Das wiederhergestellte Journal ist verletzt: Eintrag {verdict.broken_at} passt nicht.")
    return verdict
