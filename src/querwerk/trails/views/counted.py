"""What was counted of a trail: the report, its files, the poster, and two counts side by side."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from querwerk.journal.request import Request
from querwerk.tables import FORMS, as_json, as_table, download

from ..exchange.poster import FORMATS, as_poster
from ..insights import telling
from ..insights.comparing import Comparison, compared
from ..insights.counting import Counted, counted
from ..insights.posters import poster_of
from ..lifecycle import State
from ..queries.sources import PLAN, Countable, countable
from ..queries.trails import TrailPage, trail_page
from . import pictures


def report(request: Request, slug: str, source: str) -> HttpResponse:
    page, found = _counted(request, slug, source)
    sections = {section.key: section for section in telling.sections_of(found.report)}
    shown = {
        "page": page,
        "found": found,
        "sections": sections,
        "figures": telling.figures_of(found.report),
        "lanes": pictures.lanes(found.way),
        "pictures": pictures.pictures(found),
        "years": _first_and_last(found),
        "most_rows": 100,
    }
    return render(request, "trails/report.html", shown)


def report_file(request: Request, slug: str, source: str, form: str) -> HttpResponse:
    _trail, found = _counted(request, slug, source)
    return _file(telling.sections_of(found.report), found.headline, found.based_on, form, f"{slug}-{source}")


def poster(request: Request, slug: str) -> HttpResponse:
    paper = request.GET.get("blatt", "a3")
    if paper not in FORMATS:
        raise Http404
    with translation.override("de"):
        page, found = _counted(request, slug, request.GET.get("aus", PLAN))
        address = settings.PUBLIC_URL + reverse("trails:trail", args=[slug]) if page.state == State.PUBLISHED else ""
        today = timezone.localdate()
        content = as_poster(
            poster_of(found.report, found.way, based_on=found.based_on, longest=found.longest, address=address),
            day=today,
            municipality=settings.MUNICIPALITY,
            written_day=f"{today:%d.%m.%Y}",
            paper=paper,
            across=request.GET.get("quer") == "1",
        )
    return download(content, "application/pdf", f"plakat-{slug}.pdf")


def compare(request: Request) -> HttpResponse:
    offered = countable(request.actor)
    both = _both(request, offered)
    shown: dict[str, object] = {"options": _options(offered, request, both), "asked": request.GET, "both": both}
    if both:
        shown |= {"lanes": [pictures.lanes(both.one.way, "one"), pictures.lanes(both.other.way, "other")]}
        shown |= {"pairs": pictures.pairs(both.picture)}
    return render(request, "trails/compare.html", shown)


def compare_file(request: Request, form: str) -> HttpResponse:
    both = _both(request, countable(request.actor))
    if both is None:
        raise Http404
    return _file((both.section,), both.sentence, f"{both.one.based_on}; {both.other.based_on}", form, "vergleich")


def _counted(request: Request, slug: str, source: str) -> tuple[TrailPage, Counted]:
    page = trail_page(slug, request.actor)
    found = counted(page, source, on=timezone.localdate()) if page else None
    if page is None or found is None:
        raise Http404
    return page, found


def _first_and_last(found: Counted) -> tuple[int, int] | None:
    """The first and the last year of a log that may be compared, None unless there are two."""
    years = telling.comparable_years(found.report) if found.source.isdecimal() else []
    return (years[0], years[-1]) if len(years) > 1 else None


def _both(request: Request, offered: tuple[Countable, ...]) -> Comparison | None:
    """The two counts that an address asks for; None while it asks for less than two."""
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(asked):
        return None
    found = [_one(word, offered, timezone.localdate()) for word in asked]
    if found[0] is None or found[1] is None:
        raise Http404
    return compared(found[0], found[1])


def _one(word: str, offered: tuple[Countable, ...], on: date) -> Counted | None:
    slug, _colon, source = word.partition(":")
    trail = next((one for one in offered if one.slug == slug), None)
    return counted(trail, source or PLAN, on=on, logs=trail.sources.logs) if trail else None


def _options(offered: tuple[Countable, ...], request: Request, both: Comparison | None) -> list[tuple[str, str]]:
    """What can be chosen, and what an address has chosen besides: a year of a log."""
    found = {
        f"{trail.slug}:{word}": f"{trail.title}: {trail.name_of(word)}" for trail in offered for word in trail.words
    }
    for name, counted_one in (("a", both.one), ("b", both.other)) if both else ():
        found.setdefault(request.GET[name], f"{counted_one.title}: {counted_one.name}")
    return list(found.items())


def _file(sections: tuple[telling.Section, ...], title: str, based_on: str, form: str, name: str) -> HttpResponse:
    """The same tables in one file: CSV and XLSX hold one figure a row."""
    if form not in FORMS:
        raise Http404
    if form == "json":
        tables = {
            section.key: [dict(zip(section.keys, row, strict=True)) for row in section.rows] for section in sections
        }
        content = as_json({"title": title, "based_on": based_on, **tables})
    else:
        content = as_table(form, _("Figures"), telling.long_head(), telling.long_rows(sections))
    return download(content, FORMS[form], f"{name}.{form}")
