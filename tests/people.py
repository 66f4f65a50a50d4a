"""Invented people who leave a trace in every personal field of every table: a word of their own in each.

The rows are made from the models by introspection, so that a table that is new tomorrow is filled tomorrow.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models import Field, Model

from querwerk.journal.actions import Actor, Event, record
from querwerk.journal.models import Mention, Person
from querwerk.privacy.models import THREAD
from querwerk.privacy.queries.declared import (
    Table,
    declared,
    fields_of,
    leads_to,
    links,
    personal_tables,
    subject_of,
    takes_row,
)
from querwerk.protection import Personal, by_address, by_key, by_key_or_address
from querwerk.structure.models import Account
from querwerk.structure.models import Person as Human

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Somebody:
    """An invented person, the word that names them everywhere, and the rows that were made for them."""

    word: str
    account: Account
    person: Human
    planted: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.word}@beispiel.invalid"


@transaction.atomic
def invent(number: int) -> Somebody:
    """Somebody with a log-in and a row in every table whose rows are somebody's."""
    word = f"zq{number:03d}{secrets.token_hex(6)}"
    human = Human.objects.create(name=f"Person {word}")
    account = Account.objects.create(username=word, email=f"{word}@beispiel.invalid", person=human)
    one = Somebody(word, account, human)
    one.planted |= {"structure.Account.username": word, "structure.Account.email": one.address}
    one.planted["structure.Person.name"] = human.name
    for model in reversed(personal_tables()):
        if model is Session:
            _log_in(one)
        elif model in (Person, Mention):
            continue
        elif not subject_of(model):
            _plant(one, model)
    _write_journal(one)
    return one


def _log_in(one: Somebody) -> None:
    session = SessionStore()
    session["_auth_user_id"] = str(one.account.pk)
    session["note"] = one.word
    session.save()


def _write_journal(one: Somebody) -> None:
    """An entry somebody stood behind, and one of somebody else about them."""
    acts = Actor(post="Projektleitung", account=one.word)
    record(Event("structure.post_filled", THREAD, facts={"post": [None, "Posten"]}), by=acts, at=AT)
    about = Event("structure.post_filled", THREAD, personal={"name": [None, one.word]}, about=f"person:{one.person.pk}")
    record(about, by=Actor(post="Stabsstelle"), at=AT)
    one.planted |= {"journal.Person.account": one.word, "journal.Mention.facts": one.word}


def _plant(one: Somebody, model: Table) -> None:
    """For each way to them one row that leads by this way alone, with their word in every field that goes with it."""
    for leading in links(model):
        _row(one, model, leading)


def _row(one: Somebody, model: Table, leading: str) -> Model:
    ways = links(model)
    about_them = takes_row(model, leading) or not any(takes_row(model, way) for way in ways)
    values: dict[str, Any] = {}
    for name, column in fields_of(model).items():
        said = declared(model).get(name)
        if column.many_to_many or isinstance(column, models.AutoField):
            continue
        if name == leading or (isinstance(said, Personal) and name not in ways and about_them):
            values[name] = _theirs(one, name, column, said)
        elif column.has_default() or column.null or column.blank or getattr(column, "auto_now_add", False):
            continue
        elif column.remote_field is not None:
            values[name] = other(column.related_model, new=name in _alone_with(model))
        else:
            values[name] = plain(column)
        if isinstance(values.get(name), str) and one.word in values[name]:
            one.planted[f"{model._meta.label}.{name}"] = values[name]
    return model._default_manager.create(**values | _shape(model, leading))


def _shape(model: Table, leading: str = "") -> dict[str, Any]:
    """What rows of a table have to be where it accepts only some; ``leading`` is the way by which one leads to them."""
    shapes: dict[str, dict[str, Any]] = {
        "outbox.Mail": {"next_try_at": None, "given_up_at": None, "reason": ""},
        "sprints.Card": {"hidden": True},
        "structure.Assignment": {"valid_from": AT.date() - timedelta(days=9), "valid_to": None, "origin": "house"},
        "teams.Release": {"unbound": True},
        "teams.Profile": {"account": {"address": ""}, "": {"address": "draussen@beispiel.invalid"}}.get(leading, {}),
    }
    return shapes.get(model._meta.label, {})


def _theirs(one: Somebody, name: str, column: Field[Any, Any], said: Any) -> Any:
    if said.link in (by_key, by_key_or_address):
        return one.word
    if said.link is by_address:
        return one.address
    target = leads_to(column.model, name)
    if target is not None:
        if subject := subject_of(target):
            return getattr(one, subject)
        return _of_them(one, target)
    if isinstance(column, models.ForeignKey):
        return other(column.related_model)
    if isinstance(column, models.JSONField):
        return {"said": one.word}
    if isinstance(column, models.EmailField):
        return one.address
    if isinstance(column, models.CharField | models.TextField) and not column.choices and _holds_a_word(column, one):
        return f"{one.word} {secrets.token_hex(4)}"[: column.max_length or 80] if column.unique else one.word
    return plain(column)


def _holds_a_word(column: Field[Any, Any], one: Somebody) -> bool:
    """A code of two or three letters says what somebody speaks, and holds no name."""
    return (column.max_length or 80) >= len(one.word)


def _of_them(one: Somebody, target: Table) -> Model:
    way = links(target)[0]
    return target._default_manager.filter(**{way: one.account}).latest("pk")


def _alone_with(model: Table) -> set[str]:
    """The fields of a table that may hold the same only once."""
    rules = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    alone = {name for name, column in fields_of(model).items() if column.unique}
    return alone | {name for rule in rules for name in rule.fields}


def other(model: Any, *, new: bool = False) -> Model:
    """Some row of a table, made where there is none; always a new one where the rows are people."""
    found = model._default_manager.order_by("pk").first()
    if found is not None and not subject_of(model) and not new:
        return found  # type: ignore[no-any-return]
    values = {}
    for name, column in fields_of(model).items():
        optional = column.has_default() or column.null or column.blank
        if column.many_to_many or isinstance(column, models.AutoField) or optional:
            continue
        related = column.related_model
        values[name] = other(related, new=name in _alone_with(model)) if related is not None else plain(column)
    return model._default_manager.create(**values | _shape(model))  # type: ignore[no-any-return]


def plain(column: Field[Any, Any]) -> Any:
    """A value that a field takes and that says nothing."""
    if column.choices:
        return column.flatchoices[0][0]
    kinds: list[tuple[Any, Any]] = [
        (models.UUIDField, uuid4),
        (models.DateTimeField, lambda: AT + timedelta(hours=column.name.startswith("end"))),  # ends after it begins
        (models.DateField, AT.date),
        (models.BooleanField, lambda: False),
        (models.IntegerField, lambda: 1),
        (models.GenericIPAddressField, lambda: "192.0.2.1"),
        (models.JSONField, dict),
        (models.BinaryField, lambda: b"x"),
        (models.CharField, lambda: ("x" + secrets.token_hex(3))[: column.max_length]),
        (models.TextField, lambda: "x"),
    ]
    return next(make() for kind, make in kinds if isinstance(column, kind))


# -- looking for what is left


def traces_in_database(words: list[str]) -> list[str]:
    """Every table and column in which one of the words still stands: raw rows, nothing left out."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                found += [f"{table}.{name}" for name, value in zip(columns, row, strict=True) if _holds(value, words)]
    return sorted({*found, *_sessions_with(words)})


def _holds(value: Any, words: list[str]) -> bool:
    if isinstance(value, bytes | memoryview):
        text = bytes(value).decode("utf-8", "replace")
    else:
        text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    text = text.casefold()
    return any(word in text for word in words)


def _sessions_with(words: list[str]) -> Iterator[str]:
    """Sessions are packed, so that a word in them cannot be seen from outside."""
    for session in Session.objects.iterator():
        if _holds(SessionStore().decode(session.session_data), words):
            yield "django_session.session_data"


def traces_in_files(folder: Path, words: list[str]) -> list[str]:
    """Every file in which one of the words stands, byte by byte, the database's own files too.

    Another process reads: closing a file of SQLite here would drop the locks of the connections that are open here.
    """
    found = subprocess.run(
        ["grep", "-r", "-a", "-l", "-i", "-F", *(f"-e{word}" for word in words), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
    )
    assert found.returncode < 2, found.stderr
    return sorted(str(Path(line).relative_to(folder)) for line in found.stdout.splitlines())
