"""Where somebody is: the rows of every table that are theirs, found by what the fields declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet

from querwerk.protection import NOBODY, Impersonal, Personal, Who

from .declared import Table, declared, fields_of, leads_to, personal_tables, subject_of, takes_row, ways_of


@dataclass(frozen=True, slots=True)
class Trace:
    """The rows of one table that are somebody's, and by which field each is: a row may lead to several people."""

    model: Table
    by: dict[str, Q]

    def rows(self) -> QuerySet[Any]:
        """All of them, each once."""
        return self._found(self.by)

    def going(self) -> QuerySet[Any]:
        """Those that go when the person is erased; in the others only what names them is changed."""
        return self._found([way for way in self.by if takes_row(self.model, way)])

    def _found(self, ways: Iterable[str]) -> QuerySet[Any]:
        found = NOBODY
        for way in ways:
            found |= self.by[way]
        ids = self.model._default_manager.filter(found).order_by().values("pk")
        return self.model._default_manager.filter(pk__in=ids)


def who_is(account: Any) -> Who:
    """Everything by which somebody with a log-in can be found; mail addresses from wherever they are declared."""
    key = str(account.get_username())
    return with_addresses(Who(account=account.pk, person=getattr(account, "person_id", None), key=key))


def who_has(person: int) -> Who:
    """The same for a person; with the log-in, where there is one."""
    account = get_user_model()._default_manager.filter(person=person).first()
    return who_is(account) if account is not None else Who(person=person)


def with_addresses(who: Who) -> Who:
    """The same with the mail addresses that are known of them."""
    found: set[str] = set()
    for trace in traces(who):
        for field in trace.model._meta.fields:
            if isinstance(field, models.EmailField):
                found |= set(trace.rows().values_list(field.name, flat=True))
    return replace(who, addresses=tuple(sorted(filter(None, found))))


def traces(who: Who) -> Iterator[Trace]:
    """Every table with what is somebody's in it, in an order in which the rows can go."""
    for model in personal_tables():
        yield Trace(model, {name: _way(model, name, who) for name in ways_of(model)})


def _way(model: Table, name: str, who: Who) -> Q:
    """The rows of a table in which one field means somebody."""
    if name == "pk":
        return Q(pk=getattr(who, subject_of(model)) or 0)
    said = declared(model)[name]
    if isinstance(said, Personal) and said.link:
        return said.link(name, who)
    target = leads_to(model, name)
    if target is None:
        return NOBODY
    if subject := subject_of(target):
        return Q(**{name: getattr(who, subject) or 0})
    return Q(**{f"{name}__in": Trace(target, {way: _way(target, way, who) for way in ways_of(target)}).rows()})


def own(trace: Trace, name: str) -> QuerySet[Any]:
    """The rows in which a field is theirs: a link where it means them, any other field wherever a link does."""
    if name in trace.by:
        return trace.model._default_manager.filter(trace.by[name])
    return trace.rows()


def is_shown(model: Table, name: str) -> bool:
    """Whether a field appears in the export of one's own data."""
    said = declared(model).get(name)
    return isinstance(said, Impersonal) or (isinstance(said, Personal) and said.export)


def shown_fields(model: Table) -> list[str]:
    """The fields of a table that appear in the export of one's own data."""
    return [name for name in fields_of(model) if is_shown(model, name)]
