"""The documents of the house in memory, packed for :mod:`querwerk.analysis.similarity`, in step with the database.

There is a shelf for each circle of readers: what everybody may read, what those may who work in the house, and what
those may who see all of it. A reader's question touches the shelves of their circles and nothing else, so neither
rarity nor time tells of a document on another shelf.

A process reads all documents once (some seconds for a hundred thousand) and from then on what has changed since: before
each question it asks for the number of the newest change. What has changed lies on top of a shelf in a small collection
of its own, until there is enough of it to pack anew.
"""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from querwerk.analysis.similarity import Collection

from ..models import Change, Packed, Word

#: So many changed documents lie on top of the shelves, or this share of all, before everything is packed anew.
_ON_TOP, _SHARE = 500, 20
_BATCH = 5000


class Shelf(StrEnum):
    """A circle of readers."""

    PUBLIC = "public"
    HOUSE = "house"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a document as numbers, with their weights, and where it stands."""

    shelf: Shelf
    numbers: NDArray[np.uint32]
    weights: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Held:
    """All shelves as of one change: packed ones, and on top of them the documents changed since."""

    number: int
    packed: Mapping[Shelf, Collection]
    placed: Mapping[Shelf, frozenset[int]]
    changed: Mapping[int, _Words] = field(default_factory=dict)
    top: Mapping[Shelf, Collection] = field(default_factory=dict)


_held: _Held | None = None
_one_at_a_time = Lock()


def shelves(wanted: Some[Shelf]) -> list[Collection]:
    """The collections of some shelves as the database stands; one statement where nothing has changed."""
    held = _in_step(_newest())
    return [layer[shelf] for layer in (held.packed, held.top) for shelf in Shelf if shelf in wanted and shelf in layer]


def forget() -> None:
    """Lets go of everything that is held; the next question reads it anew."""
    global _held
    _held = None


def _newest() -> int:
    return Change.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _in_step(number: int) -> _Held:
    global _held
    held = _held
    if held is not None and held.number == number:
        return held
    with _one_at_a_time:
        held = _held
        if held is None or held.number != number:
            _held = held = _renewed(held)
    return held


def _renewed(held: _Held | None) -> _Held:
    """Everything anew, or what was held with what has changed since. A number that fell is another database."""
    number = _newest()
    if held is None or number < held.number:
        return _all(number)
    ids = set(Change.objects.filter(number__gt=held.number, number__lte=number).values_list("document", flat=True))
    changed = {pk: words for pk, words in held.changed.items() if pk not in ids} | dict(_read(ids))
    if len(changed) > max(_ON_TOP, sum(map(len, held.placed.values())) // _SHARE):
        return _all(number)
    gone = {shelf: ids & placed for shelf, placed in held.placed.items()}
    packed = {shelf: c.without(gone[shelf]) if gone[shelf] else c for shelf, c in held.packed.items()}
    placed = {shelf: placed - gone[shelf] for shelf, placed in held.placed.items()}
    return _Held(number, packed, placed, changed, _packed(changed, only_used=True))


def _all(number: int) -> _Held:
    """Reads all documents. What is committed meanwhile has a higher number, and is read again next time."""
    documents = dict(_read(None))
    placed = {shelf: frozenset(pk for pk, words in documents.items() if words.shelf is shelf) for shelf in Shelf}
    return _Held(number, _packed(documents, only_used=False), placed)


def _packed(documents: Mapping[int, _Words], *, only_used: bool) -> dict[Shelf, Collection]:
    """The collections of some documents, one a shelf; shelves without a document are left out."""
    used = np.unique(np.concatenate([words.numbers for words in documents.values()] or [np.empty(0, np.uint32)]))
    stems = dict(_stems(used if only_used else None))
    found = {}
    for shelf in Shelf:
        here = {pk: words for pk, words in documents.items() if words.shelf is shelf}
        if here:
            numbers = [words.numbers for words in here.values()]
            weights = np.concatenate([words.weights for words in here.values()])
            sizes = np.array([len(one) for one in numbers], np.int64)
            found[shelf] = Collection.packed(tuple(here), sizes, np.concatenate(numbers), weights, stems)
    return found


def _stems(used: NDArray[np.uint32] | None) -> Iterator[tuple[int, str]]:
    rows = Word.objects.values_list("pk", "stem")
    if used is None:
        yield from rows.iterator(_BATCH)
    else:
        for start in range(0, len(used), _BATCH):
            yield from rows.filter(pk__in=used[start : start + _BATCH].tolist())


def _read(ids: Iterable[int] | None) -> Iterator[tuple[int, _Words]]:
    """The words of some documents, or of all that are compared."""
    rows = Packed.objects.order_by("pk")
    found = rows if ids is None else rows.filter(pk__in=list(ids))
    columns = ("pk", "document__internal", "document__house", "words", "weights")
    for pk, internal, house, numbers, weights in found.values_list(*columns).iterator(_BATCH):
        shelf = Shelf.INTERNAL if internal else Shelf.HOUSE if house else Shelf.PUBLIC
        yield pk, _Words(shelf, np.frombuffer(numbers, "<u4"), np.frombuffer(weights, np.uint8))
