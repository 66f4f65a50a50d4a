"""The page of cooperation between units: one sentence, the matrix as a picture, the pairs as a table and as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querwerk.journal.request import Request
from querwerk.tables import FORMS, Cell, as_json, as_table, download, page_number, pages_of
from querwerk.trails.exchange.drawing import draw_grid
from querwerk.trails.insights.shapes import Grid
from querwerk.trails.insights.words import figure, share

from .insights.cooperation import Measured, PairLine, Trace, cooperation

PER_PAGE = 30
TRACES = {Trace.HANDOVERS: gettext_lazy("Papers handed on"), Trace.PROJECTS: gettext_lazy("Projects carried together")}
#: Names in the picture; the table has them all.
_MOST_NAMES = 16
#: From here on more is only more: the darkest square.
_DENSEST = 3.0
#: The index up to here -> the sentence of a pair.
_THIN = (
    (0.06, gettext_lazy("Between %(one)s and %(other)s there is hardly any cooperation for what chance would give.")),
    (0.14, gettext_lazy("Between %(one)s and %(other)s there is a tenth of the cooperation that chance would give.")),
    (0.22, gettext_lazy("Between %(one)s and %(other)s there is a fifth of the cooperation that chance would give.")),
    (0.29, gettext_lazy("Between %(one)s and %(other)s there is a quarter of the cooperation that chance would give.")),
    (0.42, gettext_lazy("Between %(one)s and %(other)s there is a third of the cooperation that chance would give.")),
    (0.6, gettext_lazy("Between %(one)s and %(other)s there is half as much cooperation as chance would give.")),
    (1.0, gettext_lazy("Between %(one)s and %(other)s there is less cooperation than chance would give.")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which trace, which unit (empty: all), and which page of the table."""

    trace: Trace
    unit: str
    page: int

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """From an address; what is not on a list is passed over."""
        trace = asked.get("spur", "")
        known = Trace(trace) if trace in set(Trace) else Trace.HANDOVERS
        return cls(known, asked.get("einheit", "")[:200], page_number(asked.get("seite", "")))

    def query(self, page: int = 1, *, trace: Trace | None = None) -> str:
        """The same wish as an address, on another page or by another trace."""
        asked = {"spur": str(trace or self.trace), "einheit": "" if trace else self.unit, "seite": page}
        return urlencode({key: value for key, value in asked.items() if value not in ("", 1)})

    def among(self, found: Measured) -> tuple[PairLine, ...]:
        """The pairs that are asked for."""
        return tuple(pair for pair in found.pairs if not self.unit or self.unit in (pair.one, pair.other))


def page(request: Request) -> HttpResponse:
    wanted = Wanted.read(request.GET.dict())
    found = cooperation(wanted.trace, on=timezone.localdate())
    pairs = wanted.among(found)
    pages = pages_of(len(pairs), PER_PAGE)
    number = min(wanted.page, pages)
    shown = {
        "wanted": wanted, "found": found, "traces": TRACES, "whole": whole(found), "sentences": sentences(found),
        "picture": picture(found),
        "left_out": max(0, len(found.units) - _MOST_NAMES), "total": len(pairs), "number": number, "pages_total": pages,
        "pairs": pairs[(number - 1) * PER_PAGE : number * PER_PAGE],
    }  # fmt: skip
    return render(request, "web/cooperation.html", shown)


def export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    wanted = Wanted.read(request.GET.dict())
    pairs = wanted.among(cooperation(wanted.trace, on=timezone.localdate()))
    return download(file(pairs, form), FORMS[form], f"zusammenarbeit-{wanted.trace}.{form}")


def whole(found: Measured) -> str:
    """How closed the house is, in one sentence; empty without a trace."""
    if not found.things or not found.expected:
        return ""
    if found.trace is Trace.HANDOVERS:
        said = _("%(share)s of all handovers go from one unit to another; by chance it would be %(expected)s.")
        return said % {"share": share(found.observed / found.things), "expected": share(found.expected / found.things)}
    said = _("Two units carry a project together %(observed)s times; by chance it would be %(expected)s times.")
    return said % {"observed": figure(found.observed), "expected": figure(found.expected)}


def sentences(found: Measured) -> list[str]:
    """What stands out: the pair with the least and the pair with the most for what chance would give."""
    said = []
    if found.thinnest:
        sentence = next(words for most, words in _THIN if (found.thinnest.index or 0) <= most)
        said.append(str(sentence) % {"one": found.thinnest.one, "other": found.thinnest.other})
    if found.densest:
        dense = _("Between %(one)s and %(other)s there is %(times)s times as much cooperation as chance would give.")
        times = figure(found.densest.index or 0)
        said.append(dense % {"one": found.densest.one, "other": found.densest.other, "times": times})
    return said or [_("No two units stray so far from chance that it could not be chance.")]


def picture(found: Measured) -> str:
    """The matrix; empty where no pair has an index."""
    known = any(pair.index is not None for pair in found.pairs)
    return draw_grid(grid(found), name="zusammenarbeit") if known else ""


def grid(found: Measured) -> Grid:
    """The indexes of the largest units as a field of squares; the same above and below the diagonal."""
    names = found.units[:_MOST_NAMES]
    index = {frozenset((pair.one, pair.other)): pair.index for pair in found.pairs}
    known = [[index.get(frozenset((one, other))) if one != other else None for other in names] for one in names]
    return Grid(
        _("How dense is cooperation, against chance?"),
        _("1 is what chance gives, 0.5 half as much; the darker, the denser. The table below says the same."),
        names,
        tuple(tuple(round(100 * min(one or 0, _DENSEST)) for one in row) for row in known),
        tuple(tuple("" if one is None else figure(one) for one in row) for row in known),
    )


def file(pairs: tuple[PairLine, ...], form: str) -> bytes:
    """The table as CSV, XLSX or JSON."""
    if form == "json":
        keys = ("one", "other", "observed", "expected", "index", "telling")
        return as_json({"pairs": [{key: getattr(pair, key) for key in keys} for pair in pairs]})
    head = [_("Unit"), _("Other unit"), _("Counted"), _("By chance"), _("Index"), _("Against chance")]
    rows: list[list[Cell]] = [
        [pair.one, pair.other, pair.observed, round(pair.expected, 2), None if pair.index is None else
         round(pair.index, 2), _said(pair)]
        for pair in pairs
    ]  # fmt: skip
    return as_table(form, _("Cooperation"), head, rows)


def _said(pair: PairLine) -> str:
    """More or less than chance explains; empty where chance explains it."""
    if not pair.telling:
        return ""
    return _("less") if pair.observed < pair.expected else _("more")
