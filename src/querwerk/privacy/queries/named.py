"""Texts that contain a name: a list to look through, since no machine can judge what people wrote."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast

from querwerk.protection import Personal

from .declared import Table, declared, tables, title_of

#: Enough to look through; whoever finds more asks more precisely.
MOST = 200
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One text with a name in it: of what, which field, which row, and the words around the name."""

    table: str
    field: str
    row: str
    around: str


def texts_naming(name: str) -> list[Place]:
    """Where the texts of the house contain a name, in one statement over all tables; fields that are declared as
    personal are left out, because erasing sees to them."""
    name = name.strip()
    if len(name) < SHORTEST:
        return []
    found = [
        model._default_manager.annotate(text_looked_through=Cast(F(field), TextField()))
        .filter(text_looked_through__icontains=name)
        .order_by()
        .values_list(
            Value(title_of(model), CharField()),
            Value(field, CharField()),
            Cast("pk", CharField()),
            "text_looked_through",
        )
        for model in tables()
        for field in _texts(model)
    ]
    first, *rest = found
    return [Place(table, field, row, _around(text, name)) for table, field, row, text in first.union(*rest)[:MOST]]


def _texts(model: Table) -> list[str]:
    """The fields of a table in which people write sentences; search repeats them and is left out."""
    if model._meta.app_label == "search" or isinstance(model._meta.pk, models.CompositePrimaryKey):
        return []
    said = declared(model)
    kinds = (models.TextField, models.CharField, models.JSONField)
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, kinds)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and not isinstance(said.get(field.name), Personal)
    ]


def _around(text: str, name: str, width: int = 80) -> str:
    at = max(text.casefold().find(name.casefold()), 0)
    start, end = max(at - width, 0), at + len(name) + width
    return ("… " if start else "") + " ".join(text[start:end].split()) + (" …" if end < len(text) else "")
