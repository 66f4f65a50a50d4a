"""Rows filled with canaries: every text field of a row holds a word that occurs nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

TOKEN = re.compile(r"kanari[a-z]{4}x")
START, LATER = date(2020, 1, 1), date(2024, 6, 4)
TOLD = "told"  # what stands in a row that nobody made private


@dataclass(frozen=True, slots=True)
class Canary:
    """Where a word was put: model, field, row, and what the row is about (a project, an account)."""

    token: str
    model: str
    field: str
    pk: Any
    about: str


@dataclass(slots=True)
class Planting:
    """All canaries of a house, by their word."""

    found: dict[str, Canary] = field(default_factory=dict)
    _number: int = 0

    def word(self) -> str:
        """The next word: letters only, so that every format, address and search index takes it."""
        self._number += 1
        number, letters = self._number, ""
        for _ in range(4):
            number, place = divmod(number, 26)
            letters += chr(ord("a") + place)
        return f"kanari{letters}x"

    def note(self, token: str, row: models.Model, name: str, about: str) -> None:
        self.found[token] = Canary(token, row._meta.label, name, row.pk, about)

    def row(self, model: type[models.Model], about: str, **given: Any) -> Any:
        """A row of any model; what is not given gets a canary (texts) or a plain value (all others)."""
        words = {}
        for column in model._meta.concrete_fields:
            if column.name in given or column.attname in given or isinstance(column, models.AutoField):
                continue
            if _is_free_text(column):
                words[column.name] = self.word()
                given[column.name] = self._written(column, words[column.name])
            elif not column.has_default() and not column.null and not column.blank:
                given[column.name] = _plain(column)
        row = model._default_manager.create(**given)
        for name, token in words.items():
            self.note(token, row, name, about)
        return row

    @staticmethod
    def _written(column: Any, token: str) -> str:
        if isinstance(column, models.EmailField):
            return f"{token}@example.org"
        if isinstance(column, models.SlugField):
            return token
        return token[: column.max_length]


def _is_free_text(column: Any) -> bool:
    texts = isinstance(column, models.CharField | models.TextField)
    return texts and not column.choices and (column.max_length or 99) >= 11 and column.name not in ("date", "hash")


def _plain(column: Any) -> Any:
    if column.choices:
        return next(iter(column.choices))[0]
    plain: dict[type, Any] = {
        models.DateTimeField: timezone.now(), models.DateField: LATER, models.BooleanField: False,
        models.DecimalField: Decimal(1), models.IntegerField: 1, models.UUIDField: uuid4(), models.JSONField: {},
        models.BinaryField: b"", models.CharField: "x", models.DurationField: timedelta(1), models.FloatField: 1.0,
    }  # fmt: skip
    for kind, value in plain.items():
        if isinstance(column, kind):
            return value
    raise TypeError(f"{column} needs a value in the test that plants it")


def moment(day: date) -> datetime:
    """Noon of a day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()).replace(hour=12))
