"""Where on a sheet a contradiction belongs: beside the row that it is about.

A paper named by both settles it; otherwise the row with the most words in common, the words of the project's own
name aside. A contradiction that fits no row is shown in its own list only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from querwerk.words import STOP_WORDS, stem, words

from .children import Children
from .facts import Contradiction

#: German words that name a row of the header rather than a milestone or a figure.
_BEGIN = frozenset({"beginn", "start", "anfang"})
_END = frozenset({"ende", "abschluss", "laufzeit"})
_STATE = frozenset({"status", "stand", "zustand"})


@dataclass(frozen=True, slots=True)
class Places:
    """Contradictions by kind of row (milestone, figure, means, council, dates, state) and its text."""

    rows: Mapping[tuple[str, str], tuple[Contradiction, ...]]

    def at(self, kind: str, text: str = "") -> tuple[Contradiction, ...]:
        return self.rows.get((kind, text), ())


def places(known: Children, names: Iterable[str]) -> Places:
    """The place of each contradiction of a project."""
    if not known.contradictions:
        return Places({})
    own = _stems(" ".join(names))
    rows = [
        *(("milestone", row.name, _stems(row.name) - own) for row in known.milestones),
        *(("figure", row.what, _stems(row.what) - own) for row in known.figures),
        *(("means", row.what, _stems(row.what) - own) for row in known.resources),
        *(("council", row.what, _stems(f"{row.what} {row.body}") - own) for row in known.involvements),
    ]
    papers = {row.paper: row.what for row in known.involvements if row.paper}
    found: dict[tuple[str, str], list[Contradiction]] = {}
    for contradiction in known.contradictions:
        place = _place(contradiction, own, rows, papers)
        if place is not None:
            found.setdefault(place, []).append(contradiction)
    return Places({place: tuple(items) for place, items in found.items()})


def _place(
    contradiction: Contradiction,
    own: frozenset[str],
    rows: Iterable[tuple[str, str, frozenset[str]]],
    papers: Mapping[str, str],
) -> tuple[str, str] | None:
    for ref in contradiction.refs:
        if ref in papers:
            return ("council", papers[ref])
    asked = _stems(contradiction.what) - own
    best = max(rows, key=lambda row: len(row[2] & asked), default=None)
    if best is not None and best[2] & asked:
        return (best[0], best[1])
    said = set(words(contradiction.what))
    if said & (_BEGIN | _END):
        return ("dates", "")
    # Named after the project alone, it is about the project as a whole: its state.
    return ("state", "") if said & _STATE or not asked else None


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)
