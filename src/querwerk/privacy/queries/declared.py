"""What the models declare about people, and what they leave undeclared: by introspection over every table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Field, Model

from querwerk.protection import Erase, Impersonal, Personal

Table = type[Model]
Declared = Mapping[str, Personal | Impersonal]

#: Fields of text whose name says that they may name somebody.
_NAMING = re.compile(
    r"(^|_)(account|author|contact|e?mail|address|first_name|ip|last_name|login|owner|people|person|phone|"
    r"recipient|sender|surname|user|user_agent|username|whom?)($|_)|_by$|^to$"
)
_TELLING = (models.EmailField, models.GenericIPAddressField)


@dataclass(frozen=True, slots=True)
class Line:
    """One declared field: of which table, and what it says."""

    model: Table
    field: Field[Any, Any]
    said: Personal

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def title(self) -> str:
        return str(self.said.title or self.field.verbose_name)


def declared(model: Table) -> Declared:
    """What a model says about its fields."""
    return getattr(model, "personal", {})


def title_of(model: Table) -> str:
    """What people call the rows of a table."""
    return str(getattr(model, "personal_title", "") or model._meta.verbose_name)


def subject_of(model: Table) -> str:
    """``account`` or ``person`` for the tables whose rows are people, else empty."""
    return getattr(model, "personal_subject", "")


def tables() -> list[Table]:
    """Every table of the house; those between two others go with the field that makes them."""
    return [model for model in apps.get_models() if not model._meta.proxy]


def lines() -> Iterator[Line]:
    """Every declared field that holds something about a person, table by table, those whose rows are people first."""
    for model in sorted(tables(), key=lambda table: not subject_of(table)):
        for name, said in declared(model).items():
            if isinstance(said, Personal):
                yield Line(model, fields_of(model)[name], said)


@cache
def personal_tables() -> tuple[Table, ...]:
    """The tables whose rows are somebody's, those that point to others first: the order in which rows can go."""
    return tuple(_pointing_first([model for model in tables() if subject_of(model) or links(model)]))


def links(model: Table) -> list[str]:
    """The fields by which the rows of a table lead to somebody."""
    fields = fields_of(model)
    return [
        name
        for name, said in declared(model).items()
        if isinstance(said, Personal) and name in fields and (said.link or _target(fields[name]) is not None)
    ]


def fields_of(model: Table) -> dict[str, Field[Any, Any]]:
    """The fields a table has itself, by their names."""
    return {field.name: field for field in [*model._meta.fields, *model._meta.many_to_many]}


def leads_to(model: Table, name: str) -> Table | None:
    """The table of people, or of rows that are somebody's, to which a foreign key leads."""
    return _target(fields_of(model)[name])


def undeclared() -> list[str]:
    """Every way to a person that nobody has declared, and every declaration that cannot be carried out."""
    return sorted({fault for model in tables() for fault in _faults(model)})


# -- what is wrong with one table


def _faults(model: Table) -> Iterator[str]:
    said = declared(model)
    fields = fields_of(model)
    label = model._meta.label
    for name in sorted(set(said) - set(fields)):
        yield f"{label}.{name}: declared, but there is no such field"
    is_somebodys = bool(subject_of(model) or links(model))
    for name, field in fields.items():
        if name in said:
            yield from (f"{label}.{name}: {fault}" for fault in _impossible(model, field, said[name]))
        elif _target(field) is not None:
            yield f"{label}.{name}: an undeclared way to a person"
        elif is_somebodys and not field.primary_key:
            yield f"{label}.{name}: undeclared, in a table whose rows are somebody's"
        elif _may_name(field):
            yield f"{label}.{name}: may name somebody by its kind or name, and says nothing about it"


def _impossible(model: Table, field: Field[Any, Any], said: Personal | Impersonal) -> Iterator[str]:
    if isinstance(said, Impersonal):
        return
    ways = {takes_row(model, name) for name in ways_of(model)}
    if field.name not in links(model) and ways == {True} and said.erase is not Erase.DELETE:
        yield f"its row goes with the person, so it cannot {said.erase}"
    if field.name not in links(model) and True not in ways and said.erase is Erase.DELETE:
        yield "it cannot delete its row, for nothing that leads to the person does"
    target = _target(field)
    if target is not None and row_goes(target) and said.erase in (Erase.KEEP, Erase.NAMELESS, Erase.CLOSE):
        yield f"it leads to a row that goes, so it cannot {said.erase}"
    if said.erase is Erase.BLANK and field.remote_field is not None and not (field.null or field.many_to_many):
        yield "it cannot be emptied, for it must point somewhere"
    if said.erase is Erase.NAMELESS and not isinstance(field, models.CharField | models.TextField):
        yield "it cannot become nameless, for it is no text"
    if said.erase is Erase.CLOSE and not isinstance(field, models.DateField):
        yield "it cannot be closed, for it is no day"


def ways_of(model: Table) -> list[str]:
    """All ways from the rows of a table to somebody: its links, and its key where the rows are people."""
    return (["pk"] if subject_of(model) else []) + links(model)


def takes_row(model: Table, way: str) -> bool:
    """Whether erasing the person at the end of this way takes the row with it."""
    return row_goes(model) if way == "pk" else getattr(declared(model)[way], "erase", None) is Erase.DELETE


def row_goes(model: Table) -> bool:
    """Whether erasing somebody can take rows of this table away."""
    return any(isinstance(said, Personal) and said.erase is Erase.DELETE for said in declared(model).values())


def _may_name(field: Field[Any, Any]) -> bool:
    if isinstance(field, _TELLING):
        return True
    return isinstance(field, models.CharField | models.TextField) and _NAMING.search(field.name) is not None


# -- ways


def _target(field: Any) -> Table | None:
    """The table a foreign key leads to, when its rows are people or somebody's."""
    target = field.related_model
    return target if isinstance(target, type) and (subject_of(target) or _is_linked(target)) else None


@cache
def _is_linked(model: Table) -> bool:
    """Whether the rows of a table are somebody's, by a declared field; a table that points to itself adds nothing."""
    fields = fields_of(model)
    return any(
        said.link is not None or (fields[name].related_model is not model and _target(fields[name]) is not None)
        for name, said in declared(model).items()
        if isinstance(said, Personal) and name in fields
    )


def _pointing_first(models_: list[Table]) -> list[Table]:
    ordered: list[Table] = []

    def visit(model: Table, way: tuple[Table, ...]) -> None:
        if model in ordered or model in way:
            return
        for other in models_:
            if any(field.related_model is model for field in other._meta.fields if field.related_model is not None):
                visit(other, (*way, model))
        ordered.append(model)

    for model in models_:
        visit(model, ())
    return ordered
