"""What has been kept long enough: rows and fields whose time has come, log-ins that nobody confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from querwerk.protection import NAMELESS, Erase, Keep, Who

from ..lifecycle import AFTER_THE_LAST_POST_DAYS, WARNED_DAYS, ends_on
from ..models import Stay
from .declared import Table, declared, fields_of, lines, links, subject_of, tables, takes_row


@dataclass(frozen=True, slots=True)
class Due:
    """Rows of a table that have been kept long enough, as wholes, or one field of them."""

    model: Table
    rows: QuerySet[Any]
    field: str
    whole: bool


def due(at: datetime) -> Iterator[Due]:
    """Everything whose time has come, by the declarations; what a slice's own job sees to is left to it."""
    for line in lines():
        keep, name = line.said.keep, line.field.name
        if keep.days is None or keep.job or line.said.erase is Erase.KEEP:
            continue
        rows = line.model._default_manager.filter(**{f"{keep.since}__lt": _before(line.model, keep, at)})
        whole = name in links(line.model) and takes_row(line.model, name)
        if whole or keep not in _of_rows(line.model):
            yield Due(line.model, rows, name, whole)


def _of_rows(model: Table) -> set[Keep]:
    """How long rows as wholes are kept: what the fields say that take the row with the person."""
    said = declared(model)
    return {said[name].keep for name in links(model) if takes_row(model, name)}  # type: ignore[union-attr]


def _before(model: Table, keep: Keep, at: datetime) -> date | datetime:
    moment = at - timedelta(days=keep.days or 0)
    *way, last = keep.since.split("__")
    found = model
    for step in way:
        found = fields_of(found)[step].related_model  # type: ignore[assignment]
    return moment if isinstance(fields_of(found)[last], models.DateTimeField) else timezone.localdate(moment)


@dataclass(frozen=True, slots=True)
class Ending:
    """A log-in without a post today: when it ends, and when its owner was told so."""

    account: Any
    ends_on: date
    warned_on: date | None

    def wants_warning(self, on: date) -> bool:
        return self.warned_on is None and on >= self.ends_on - timedelta(days=WARNED_DAYS)

    def is_over(self, on: date) -> bool:
        told = self.warned_on is not None and on >= self.warned_on + timedelta(days=WARNED_DAYS)
        return told and on >= self.ends_on


def endings(on: date, *, only: int | None = None) -> list[Ending]:
    """The log-ins of people without a post today, all or one. Machines have no owner who could be asked."""
    said = Stay.objects.filter(account=OuterRef("pk"))
    one = {} if only is None else {"pk": only}
    accounts = (
        get_user_model()
        ._default_manager.filter(**one)
        .exclude(kind="service")
        .exclude(_holding("person__assignments__", on))
        .annotate(
            posts_until=Max("person__assignments__valid_to"),
            confirmed_on=Subquery(said.values("confirmed_on")),
            warned_on=Subquery(said.values("warned_on")),
        )
        .order_by("pk")
    )
    return [
        Ending(one, ends_on(confirmed_on=one.confirmed_on or on, posts_until=one.posts_until), one.warned_on)
        for one in accounts
    ]


def unconfirmed() -> QuerySet[Any]:
    """The log-ins whose year has not begun to count."""
    return get_user_model()._default_manager.exclude(pk__in=Stay.objects.values("account"))


def long_gone(on: date) -> Iterator[Who]:
    """People without a log-in whose last post ended long ago and who still have a name."""
    last = on - timedelta(days=AFTER_THE_LAST_POST_DAYS)
    for model in tables():
        if subject_of(model) == "person":
            gone = model._default_manager.filter(account=None).exclude(name=NAMELESS)
            gone = gone.exclude(_holding("assignments__", on)).annotate(until=Max("assignments__valid_to"))
            for pk in gone.filter(until__lte=last).order_by("pk").values_list("pk", flat=True):
                yield Who(person=pk)


def _holding(way: str, on: date) -> Q:
    """Somebody who holds a post on a day or will hold one later."""
    return Q(**{f"{way}valid_from__isnull": False}) & (
        Q(**{f"{way}valid_to__isnull": True}) | Q(**{f"{way}valid_to__gt": on})
    )
