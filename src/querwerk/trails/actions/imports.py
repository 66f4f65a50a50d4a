"""A file on its way into a log: brought, looked at, read, stored or refused, left.

No journal entry before the log is stored: until then nothing of the house has changed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..lifecycle import Reading, Source
from ..models import Import, Log, Trail
from ..models.imports import KEPT_DAYS
from ..queries.imports import FILE, MESSAGE, ROLES, SEEN
from ..rules import may_edit, may_open
from .change import keep, opened, refuse_published
from .trails import open_trail

#: Files that one person can have on the way at the same time: each may be large.
MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a file: packed columns without people, and what was left out."""

    source: Source
    cases: int
    events: int
    packed: bytes
    skipped: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def bring(file: Path, *, title: str, trail: Trail | None, by: Actor, at: datetime) -> Import:
    """Takes a file into the house, for a trail or for a new one."""
    with transaction.atomic():
        _refuse_strangers(trail, by)
        if Import.objects.filter(account=by.account, log=None).count() >= MOST_OPEN:
            raise Refused(_("You have begun to read in five files. Please finish or leave one of them first."))
        brought = Import.objects.create(account=by.account, trail=trail, title=title, opened_at=at)
        brought.folder.mkdir(mode=0o700, parents=True)
        file.replace(brought.folder / FILE)
    return brought


def seen(brought: Import, told: Mapping[str, object]) -> None:
    """The file was looked at: what was seen lies beside it, now somebody says what its columns become."""
    _lay(brought, SEEN, told)
    Import.objects.filter(pk=brought.pk, run=brought.run, state=Reading.LOOKING).update(state=Reading.CHOOSING)


def choose(brought: Import, *, title: str, mapping: Mapping[str, str]) -> None:
    """Keeps what the columns become. Asked again, the newer word counts."""
    Import.objects.filter(pk=brought.pk).exclude(state=Reading.DONE).update(title=title, mapping=dict(mapping))


def assign_roles(brought: Import, *, roles: Mapping[str, Mapping[str, str]]) -> None:
    """Keeps which names become which roles: beside the file, gone with it."""
    _lay(brought, ROLES, roles)


def begin(brought: Import, *, state: Reading, dead: bool, by: Actor) -> bool:
    """Lets a reader begin (again), and says whether it may: while one lives, no second one begins."""
    with transaction.atomic():
        _refuse_strangers(brought.trail, by)
        waiting = Import.objects.filter(pk=brought.pk, run=brought.run).exclude(state=Reading.DONE)
        if not dead:
            waiting = waiting.exclude(state__in=[Reading.LOOKING, Reading.READING])
        taken = waiting.update(state=state, run=brought.run + 1)
        brought.refresh_from_db()
    return bool(taken)


def refuse(brought: Import, sentence: str) -> None:
    """The file cannot be read like this; the sentence says where."""
    _lay(brought, MESSAGE, sentence)
    Import.objects.filter(pk=brought.pk, run=brought.run).update(state=Reading.REFUSED)


def store(brought: Import, found: Found, *, by: Actor, at: datetime) -> Log | None:
    """Stores what was read, whole, with its trail if it is a new one; the file goes.

    None when this reader was given up in the meantime, or its file left.
    """
    with transaction.atomic():
        now = Import.objects.select_for_update(of=("self",)).filter(pk=brought.pk, run=brought.run).first()
        if now is None or now.state != Reading.READING:
            return None
        log = keep_log(
            now.trail or open_trail(title=now.title, by=by, at=at), now.title, found, now.mapping, by=by, at=at
        )
        Import.objects.filter(pk=now.pk).update(state=Reading.DONE, log=log, trail=log.trail)
        transaction.on_commit(partial(shutil.rmtree, now.folder, ignore_errors=True))
    return log


def keep_log(trail: Trail, title: str, found: Found, mapping: Mapping[str, Any], *, by: Actor, at: datetime) -> Log:
    """Lays a log that was read with its trail."""
    with opened(trail.slug, version=trail.version, by=by) as held:
        log = Log.objects.create(
            trail=held, source=found.source.value, file_name=title, imported_at=at, cases=found.cases,
            events=found.events, mapping=dict(mapping), skipped=dict(found.skipped), packed=found.packed,
        )  # fmt: skip
        keep(held, "log_imported", {"log": [None, title], "events": [None, found.events]}, by=by, at=at)
    return log


def remove_log(log: Log, *, version: int, by: Actor, at: datetime) -> None:
    """Takes a log away, with everything that was counted from it."""
    with opened(log.trail.slug, version=version, by=by) as held:
        keep(held, "log_removed", {"log": [log.file_name, None], "events": [log.events, None]}, by=by, at=at)
        log.delete()


def leave(brought: Import) -> None:
    """Nobody goes on with this file: it goes now."""
    with transaction.atomic():
        Import.objects.filter(pk=brought.pk).delete()
        transaction.on_commit(partial(shutil.rmtree, brought.folder, ignore_errors=True))


def forget_imports(at: datetime) -> None:
    """Forgets what was begun a day ago, and files that no row knows any more."""
    Import.objects.filter(opened_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    known = {key.hex for key in Import.objects.values_list("key", flat=True)}
    oldest = (at - timedelta(days=KEPT_DAYS)).timestamp()
    for path in Path(settings.IMPORTS).glob("*"):
        if path.name in known or path.stat().st_mtime > oldest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _lay(brought: Import, name: str, value: object) -> None:
    """Lays something beside the file, whole or not at all; nowhere when the file was left."""
    if not brought.folder.exists():
        return
    half = brought.folder / f"{name}.half"
    half.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    half.replace(brought.folder / name)


def _refuse_strangers(trail: Trail | None, by: Actor) -> None:
    if not (by.account and (may_edit(by, trail) if trail else may_open(by))):
        raise Refused(_("Your post does not hold the right to read in a log here."))
    if trail:
        refuse_published(trail)
