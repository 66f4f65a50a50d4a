"""The record of processing: every declared field, table by table, in words. Pages, files and the data sheet read it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from querwerk.protection import Erase

from ..labels import BASES, WAYS, readers, term
from .declared import Line, lines, title_of


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """One stored field in words."""

    key: str
    title: str
    purpose: str
    basis: str
    term: str
    readers: str
    way: str
    why_kept: str


@dataclass(frozen=True, slots=True)
class TableRecord:
    """The fields of one table; legal grounds, terms and readers that all of them share are said once."""

    key: str
    title: str
    fields: list[FieldRecord]

    def shared(self, what: str) -> str:
        """The words for basis, term, readers or way where they are the same for all fields, else empty."""
        said = {getattr(field, what) for field in self.fields}
        return str(said.pop()) if len(said) == 1 else ""


def records() -> list[TableRecord]:
    """Every table that holds something about people."""
    return [
        TableRecord(model._meta.label, title_of(model), [_record(line) for line in group])
        for model, group in groupby(lines(), key=lambda line: line.model)
    ]


def _record(line: Line) -> FieldRecord:
    said = line.said
    return FieldRecord(
        key=line.label,
        title=line.title,
        purpose=str(said.purpose),
        basis=str(BASES[said.basis]),
        term=term(said.keep, line.model),
        readers=readers(said),
        way=str(WAYS[said.erase]),
        why_kept=str(said.why_kept) if said.erase is Erase.KEEP else "",
    )
