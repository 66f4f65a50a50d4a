"""Events as sorted integer codes: what every count starts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.int64, np.uint64)
Integers = NDArray[np.integer[Any]]
Moments = NDArray[np.int64]

#: No moment at all.
NEVER = np.iinfo(np.int64).min


def sums(values: NDArray[Number], starts: NDArray[np.int64]) -> NDArray[Number]:
    """The sum of each stretch ``values[starts[i]:starts[i + 1]]``, nothing for an empty one."""
    filled = starts[1:] > starts[:-1]
    if filled.all():
        return np.add.reduceat(values, starts[:-1])
    found = np.zeros(len(filled), values.dtype)
    found[filled] = np.add.reduceat(values, starts[:-1][filled])
    return found


@dataclass(frozen=True)
class Coded:
    """A column of words as numbers: ``codes[i]`` is the place of the word in ``names``, or their number if unknown."""

    names: tuple[str, ...]
    codes: Integers

    @property
    def unknown(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Packed:
    """Events in order of case and time: case ``c`` has the events ``starts[c]`` up to ``starts[c + 1]``.

    Moments and touch are microseconds (UTC); ``started`` is :data:`NEVER` and ``touch`` -1 where nobody knows.
    ``plain`` marks events without work of their own, ``breaks`` those where the medium changed. What the frame does
    not have a column for is None.
    """

    starts: NDArray[np.int64]
    station: Coded
    at: Moments
    started: Moments | None
    touch: Moments | None
    unit: Coded | None
    department: Coded | None
    plain: NDArray[np.bool_] | None
    breaks: NDArray[np.bool_] | None
    skipped: Mapping[str, int]

    @property
    def events(self) -> int:
        return len(self.at)

    @property
    def cases(self) -> int:
        return len(self.starts) - 1

    @property
    def case(self) -> NDArray[np.int64]:
        """The case of each event, counted from zero."""
        return np.repeat(np.arange(self.cases), np.diff(self.starts))

    @property
    def began(self) -> Moments:
        """When work at each event began: as it says itself, else its touch time before its end."""
        if self.touch is None:
            return self.at
        ended = self.at - np.maximum(self.touch, 0)
        return ended if self.started is None else np.where(self.started != NEVER, self.started, ended)

    def parts(self, events: int) -> Iterator[Packed]:
        """The same log in parts of whole cases, each of about so many events; what was skipped goes with the first."""
        cuts = np.searchsorted(self.starts, np.arange(0, self.events, events))
        cuts = np.unique(np.append(cuts, self.cases))
        skipped = self.skipped
        for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            begin, end = int(self.starts[first]), int(self.starts[last])
            yield self._with(self.starts[first : last + 1] - begin, skipped, slice(begin, end))
            skipped = {}

    def with_stations(self) -> Packed:
        """Only the events whose station is known; a case without any stays, as an empty one.

        A first visit after events at an unknown station begins its waiting with the last of them.
        """
        known = self.station.codes != self.station.unknown
        if known.all():
            return self
        places = np.flatnonzero(known)
        starts = np.append(0, np.cumsum(known))[self.starts]
        seen = self._with(starts, self.skipped, known)
        filled = starts[1:] > starts[:-1]
        firsts = starts[:-1][filled]
        later = firsts[places[firsts] > self.starts[:-1][filled]]
        started = np.full(len(places), NEVER) if seen.started is None else seen.started
        unsaid = later[started[later] == NEVER]
        started[unsaid] = self.at[places[unsaid] - 1]
        return replace(seen, started=started)

    def _with(self, starts: NDArray[np.int64], skipped: Mapping[str, int], chosen: slice | NDArray[np.bool_]) -> Packed:
        """Some of the events."""
        cut: dict[str, Any] = {"starts": starts, "skipped": skipped}
        for name in (field.name for field in fields(self) if field.name not in cut):
            value = getattr(self, name)
            if isinstance(value, Coded):
                cut[name] = replace(value, codes=value.codes[chosen])
            else:
                cut[name] = None if value is None else value[chosen]
        return Packed(**cut)
