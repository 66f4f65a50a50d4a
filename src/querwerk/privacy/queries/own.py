"""What is held about one person, table by table: for their export, and for what erasing would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model, Value
from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.protection import Erase, Personal, Who

from .. import rules
from ..lifecycle import EXPORT_LASTS
from .declared import Table, declared, fields_of, title_of
from .due import endings
from .traces import Trace, own, shown_fields, traces, who_is


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table that are somebody's, as the export shows them: values by the name of their field."""

    model: Table
    title: str
    titles: dict[str, str]
    rows: list[dict[str, Any]]


def held(who: Who) -> Iterator[Held]:
    """Everything that is stored about somebody, table by table; tables without a row of theirs are left out."""
    for trace in traces(who):
        names = shown_fields(trace.model)
        rows = _rows(trace, names)
        if rows:
            yield Held(trace.model, title_of(trace.model), {name: _title(trace.model, name) for name in names}, rows)


def _rows(trace: Trace, names: list[str]) -> list[dict[str, Any]]:
    """Each row as values. Where a row means several people, the others are left out."""
    fields = fields_of(trace.model)
    foreign = [name for name in names if fields[name].many_to_one or fields[name].one_to_one]
    theirs = {name: set(own(trace, name).values_list("pk", flat=True)) for name in trace.by if name in names}
    many = {name for name in names if fields[name].many_to_many}
    return [
        {
            name: [str(one) for one in getattr(row, name).all()] if name in many else _plain(getattr(row, name))
            for name in names
            if name not in theirs or row.pk in theirs[name]
        }
        for row in trace.rows().select_related(*foreign).order_by("pk")
    ]


def _plain(value: Any) -> Any:
    """A value as JSON can say it."""
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, Decimal | UUID):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def _title(model: Table, name: str) -> str:
    said = declared(model)[name]
    return str(said.title or fields_of(model)[name].verbose_name)


@dataclass(frozen=True, slots=True)
class Fate:
    """What erasing would do to one table of somebody's: how many rows; or one field of them, and why it stays."""

    title: str
    rows: int
    fields: list[tuple[str, Erase, str]]
    goes: bool


def fates(who: Who) -> list[Fate]:
    """What erasing somebody would do, told before it is done: one statement over all tables."""
    found = list(traces(who))
    rows, going = [0] * len(found), [0] * len(found)
    first, *rest = [
        some.annotate(number_of_table=Value(number), row_goes=Value(goes))
        .order_by()
        .values_list("number_of_table", "row_goes")
        for number, trace in enumerate(found)
        for goes, some in ((False, trace.rows()), (True, trace.going()))
    ]
    for number, goes in first.union(*rest, all=True):
        (going if goes else rows)[number] += 1
    return [_fate(trace, rows[n], bool(going[n])) for n, trace in enumerate(found) if rows[n]]


def _fate(trace: Trace, rows: int, goes: bool) -> Fate:
    said = [(name, one) for name, one in declared(trace.model).items() if isinstance(one, Personal)]
    fields = [(_title(trace.model, name), one.erase, str(one.why_kept)) for name, one in said]
    return Fate(title_of(trace.model), rows, fields, goes)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What the page of one's own data shows: what erasing would do, an export that waits, the end of the log-in."""

    fates: list[Fate]
    export: UUID | None
    until: datetime | None
    ends_on: date | None
    posts: list[str]

    def of(self, way: str) -> list[tuple[str, str, str]]:
        """Table, field and reason of everything that erasing treats in one way, in tables whose rows stay."""
        return [
            (fate.title, title, why)
            for fate in self.fates
            if not fate.goes
            for title, how, why in fate.fields
            if how == way
        ]


def own_page(account: Any, actor: Actor, *, at: datetime) -> OwnPage:
    """The page of somebody's own data."""
    on = timezone.localdate(at)
    waiting = rules.own_exports(actor).filter(fetched_at=None, asked_at__gt=at - EXPORT_LASTS).first()
    ending = next((one.ends_on for one in endings(on, only=account.pk)), None)
    return OwnPage(
        fates=fates(who_is(account)),
        export=waiting.pk if waiting else None,
        until=waiting.asked_at + EXPORT_LASTS if waiting else None,
        ends_on=ending,
        posts=[actor.post] if actor.post else [],
    )
