"""Pages over many projects: matrix, themes, list, export, timeline."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from querwerk.journal.request import Request
from querwerk.structure.labels import NOTE_KINDS
from querwerk.structure.queries import moved_to
from querwerk.tables import FORMS, download, page_number

from .. import labels
from ..exchange.matrix import matrix_csv
from ..exchange.portfolio import portfolio_file
from ..lifecycle import END_STATES
from ..queries.board import language_now
from ..queries.matrix import matrix as matrix_of
from ..queries.names import read_year
from ..queries.portfolio import GROUPS, MONTHS, Wanted, portfolio
from ..queries.themes import cards, theme_page
from ..queries.timeline import timeline as timeline_of


def matrix(request: Request) -> HttpResponse:
    today = timezone.localdate()
    found = matrix_of(request.actor, read_year(request.GET.get("jahr", ""), today), today=today)
    part = found.part(page_number(request.GET.get("seite", "")), page_number(request.GET.get("spalten", "")))
    return render(request, "projects/matrix.html", {"matrix": found, "part": part, "terms": found.terms})


def matrix_export(request: Request) -> HttpResponse:
    today = timezone.localdate()
    found = matrix_of(request.actor, read_year(request.GET.get("jahr", ""), today), today=today)
    return download(matrix_csv(found), FORMS["csv"], f"matrix-{found.year}.csv")


def timeline(request: Request) -> HttpResponse:
    theme = request.GET.get("thema", "")
    found = timeline_of(
        request.actor, theme=theme, page=page_number(request.GET.get("seite", "")), today=timezone.localdate()
    )
    return render(request, "projects/timeline.html", {"timeline": found, "theme": theme, "labels": labels})


def themes(request: Request) -> HttpResponse:
    return render(request, "projects/themes.html", {"cards": cards(request.actor), "labels": labels})


def theme(request: Request, slug: str) -> HttpResponse:
    today = timezone.localdate()
    found = theme_page(request.actor, slug, read_year(request.GET.get("jahr", ""), today), today=today)
    if found is None:
        target = moved_to("theme", slug)
        if target is not None:
            return redirect("projects:theme", target, permanent=True)
        page = {"cards": cards(request.actor), "asked": slug, "labels": labels}
        return render(request, "projects/no_theme.html", page, status=404)
    page = {"theme": found, "terms": found.terms, "labels": labels, "note_kinds": NOTE_KINDS}
    return render(request, "projects/theme.html", page)


def project_list(request: Request) -> HttpResponse:
    today = timezone.localdate()
    found = portfolio(request.actor, Wanted.read(request.GET, today), today=today)
    page = {
        "portfolio": found,
        "wanted": found.wanted,
        "labels": labels,
        "states": labels.state_words(language_now()),
        "ends": END_STATES,
        "groups": GROUPS,
        "months": MONTHS,
    }
    return render(request, "projects/list.html", page)


def export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    today = timezone.localdate()
    file = portfolio_file(request.actor, Wanted.read(request.GET, today), form, today=today)
    return download(file.content, file.media_type, file.name)
