"""The funnel: from inquiry to delivery, exact for the staff unit, a closed year for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.journal.request import Request
from querwerk.tables import FORMS, Cell, as_json, as_table, download
from querwerk.threads import At
from querwerk.trails.exchange.drawing import draw_pairs
from querwerk.trails.insights.shapes import Pair, Pairs
from querwerk.trails.insights.words import figure, span

from . import labels
from .insights.funnel import Shown, Stay, Window, exact, published

#: So many years can be asked for.
_YEARS = 5


def window_of(asked: str, today: date) -> Window:
    """The year an address asks for, else the twelve months until today."""
    if asked.isascii() and asked.isdecimal() and today.year - _YEARS < int(asked[:4]) <= today.year:
        year = int(asked[:4])
        return Window(date(year, 1, 1), min(date(year, 12, 31), today), today)
    return Window(today - timedelta(days=365), today, today)


def page(request: Request) -> HttpResponse:
    """For everybody: the last year that is over."""
    year = timezone.localdate().year - 1
    lines = published(year)
    reached = {line.at.value: figure(line.came) for line in lines if line.came is not None}
    drawn = picture([(line.at, line.came, line.on) for line in lines])
    shown = {"lines": lines, "year": year, "reached": reached, "picture": drawn, **_WORDS}
    return render(request, "web/funnel.html", shown)


def exact_page(request: Request) -> HttpResponse:
    """For the staff unit: what it may see, to the last one."""
    today = timezone.localdate()
    window = window_of(request.GET.get("jahr", ""), today)
    found = exact(request.actor, window)
    shown = {
        "found": found, "window": window, "sentence": sentence(found), "asked": request.GET.get("jahr", ""),
        "years": [(str(year), str(year)) for year in range(today.year, today.year - _YEARS, -1)],
        "picture": picture([(at, stay.came, stay.on) for at, stay in found.items()]), "span": span, **_WORDS,
    }  # fmt: skip
    return render(request, "web/funnel_exact.html", shown)


def export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    year = timezone.localdate().year - 1
    return download(public_file(published(year), year, form), FORMS[form], f"trichter-{year}.{form}")


def exact_export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    window = window_of(request.GET.get("jahr", ""), timezone.localdate())
    return download(exact_file(exact(request.actor, window), window, form), FORMS[form], f"trichter-genau.{form}")


_WORDS = {"stages": labels.STAGES, "fates": labels.FATES}


def sentence(found: Mapping[At, Stay]) -> str:
    """What stands out, in words: what came in, what became of it, how long it took."""
    asked = found[At.ASKED]
    if not asked.came:
        return _("No inquiry and no idea came in during this time.")
    words = {"came": figure(asked.came), "on": figure(asked.on), "ended": figure(sum(asked.ended.values())),
             "open": figure(asked.open)}  # fmt: skip
    said = ngettext(
        "%(came)s inquiry or idea came in: %(on)s taken up, %(ended)s answered otherwise, %(open)s waiting.",
        "%(came)s inquiries and ideas came in: %(on)s taken up, %(ended)s answered otherwise, %(open)s waiting.",
        asked.came,
    )
    if asked.middle is None:
        more = _("More than half of them wait, so how long it takes cannot be said yet.")
    else:
        more = _("For half of them the answer took %(span)s at most.") % {"span": span(asked.middle)}
    return f"{said % words} {more}"


def picture(lines: Iterable[tuple[At, int | None, int | None]]) -> str:
    """Two bars a stage: how many reached it, and how many of them went on; empty where there is nothing to draw."""
    known = [(at, came, on) for at, came, on in lines if came]
    most = max((came or 0 for _at, came, _on in known), default=0)
    if not most:
        return ""
    pairs = tuple(
        Pair(str(labels.STAGES[at]), _("%(num)s reached it") % {"num": figure(came or 0)},
             _("unknown") if on is None else _("%(num)s went on") % {"num": figure(on)},
             (came or 0) / most, (on or 0) / most)
        if at is not At.DELIVERED
        else Pair(str(labels.STAGES[at]), figure(came or 0), _("at the goal"), (came or 0) / most, (came or 0) / most)
        for at, came, on in known
    )  # fmt: skip
    description = _("Two bars a stage: how many reached it, and how many of them went on. The table says the same.")
    return draw_pairs(Pairs(_("From inquiry to delivery"), description, pairs), name="trichter")


def exact_file(found: Mapping[At, Stay], window: Window, form: str) -> bytes:
    """The table as CSV, XLSX or JSON."""
    if form == "json":
        keys = ("came", "on", "ended", "open", "early", "middle", "late", "oldest")
        stages = [{"stage": at.value, **{key: getattr(stay, key) for key in keys}} for at, stay in found.items()]
        return as_json({"since": window.since, "until": window.until, "stages": stages})
    head = [_("Stage"), _("reached"), _("went on"), _("ended"), _("still there"), _("a quarter after days"),
            _("half after days"), _("three quarters after days"), _("What ended, and how")]  # fmt: skip
    rows: list[Sequence[Cell]] = [
        [str(labels.STAGES[at]), stay.came, stay.on, sum(stay.ended.values()), stay.open, stay.early, stay.middle,
         stay.late, ", ".join(f"{labels.FATES[kind]}: {count}" for kind, count in stay.ended.items())]
        for at, stay in found.items()
    ]  # fmt: skip
    return as_table(form, _("Funnel"), head, rows)


def public_file(lines: Iterable[Shown], year: int, form: str) -> bytes:
    """The public table as CSV, XLSX or JSON: a line for each stage and what became of it."""
    if form == "json":
        stages = [
            {"stage": line.at.value, "came": line.came, "middle": line.middle,
             "fates": [{"fates": list(fates), "count": count} for fates, count in line.fates]}
            for line in lines
        ]  # fmt: skip
        return as_json({"year": year, "stages": stages})
    head = [_("Stage"), _("What became of it"), _("Number"), _("half after days")]
    rows: list[Sequence[Cell]] = []
    for line in lines:
        rows.append([str(labels.STAGES[line.at]), _("reached"), line.came, line.middle])
        rows += [[str(labels.STAGES[line.at]), fates_in_words(fates), count, None] for fates, count in line.fates]
    return as_table(form, _("Funnel"), head, rows)


def fates_in_words(fates: Sequence[str]) -> str:
    """One fate, or several that may only be shown together."""
    return _(" or ").join(str(labels.FATES[fate]) for fate in fates)
