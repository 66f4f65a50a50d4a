"""Pages that belong to no slice: home, the legal pages, the living style guide."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from querwerk.journal.request import Request
from querwerk.privacy.queries.records import records
from querwerk.privacy.queries.switches import switched
from querwerk.projects import labels
from querwerk.projects.labels import STATE_TONES, STATES
from querwerk.projects.queries.mine import my_projects
from querwerk.projects.rules import sees_internal
from querwerk.search.queries import find
from querwerk.structure.models import Source
from querwerk.structure.queries import vocabulary
from querwerk.tables import download, page_number
from querwerk.trails.insights.shapes import Handover, Stop, Way
from querwerk.trails.views.pictures import lanes

from . import finding
from . import who_may as rights
from .alike import works_in_house
from .forms import SpecimenForm
from .home_page import STATE_GROUPS, home_page
from .waiting import own_steps, waiting

#: Swim lanes for the style guide.
_WAY = Way(
    title="Dienstreiseantrag",
    summary="Vier Stationen in zwei Bahnen.",
    description="Poststelle, Kämmerei, Rechtsamt, Amtsleitung.",
    stops=(
        Stop("Poststelle", "Dezernat 1"),
        Stop("Kämmerei", "Dezernat 2", ("3 Tage Liegezeit",), "Medienbruch", 1.0),
        Stop("Rechtsamt", "Dezernat 1", ("1 Tag Liegezeit",), "", 0.33),
        Stop("Amtsleitung", "Dezernat 1"),
    ),
    handovers=(
        Handover(0, 1, "40×", 1), Handover(1, 2, "30×", 0.75), Handover(1, 3, "10×", 0.25), Handover(2, 3, "30×", 0.75),
        Handover(2, 1, "4×", 0.1),
    ),
)  # fmt: skip


def home(request: Request) -> HttpResponse:
    page = home_page(request.actor, on=timezone.localdate())
    mine = my_projects(request.actor, on=page.on)
    shown = {"page": page, "groups": STATE_GROUPS, "states": STATES, "mine": mine, "labels": labels,
             "waiting": waiting(request.actor, at=timezone.now()), "steps": own_steps(request.actor)}  # fmt: skip
    return render(request, "web/home.html", shown)


def search(request: Request) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("art", "") if request.GET.get("art") in finding.KINDS else ""
    page = page_number(request.GET.get("seite", ""))
    start = (min(page, 1000) - 1) * finding.PER_PAGE
    found = find(
        asked, {kind} if kind else None, limit=finding.PER_PAGE, offset=start,
        internal=sees_internal(request.actor), house=works_in_house(request.actor),
    )  # fmt: skip
    words = vocabulary(timezone.localdate(), get_language() or "de")
    context = {
        "asked": asked,
        "kind": kind,
        "found": found,
        "unknown": found.unknown,
        "page": page,
        "total_pages": -(-found.total // finding.PER_PAGE),
        "groups": finding.groups(found, words),
        "choices": finding.choices(asked, found, words, kind),
        "address": partial(finding.address, asked, kind),
    }
    return render(request, "web/search.html", context)


def style_guide(request: HttpRequest) -> HttpResponse:
    wrong = SpecimenForm({"name": "", "posts": "-1", "state": "green"})
    forms = {"blank": SpecimenForm(auto_id="blank_%s"), "wrong": wrong}
    source = Source(key="b", title="Monitoringbericht", paper="2025/0100", dated_on=date(2025, 5, 20))
    shown = {"forms": forms, "states": STATES, "tones": STATE_TONES, "sources": {source.key: source}}
    shown |= {"way": _WAY, "lanes": lanes(_WAY, "sample")}
    return render(request, "web/style_guide.html", shown)


def who_may(request: HttpRequest) -> HttpResponse:
    page = rights.page(request.GET.get("wer", ""))
    return render(request, "web/who_may.html", {"page": page})


def who_may_export(request: HttpRequest, form: str) -> HttpResponse:
    if form not in rights.FORMS:
        raise Http404
    return download(rights.file(form), rights.FORMS[form], f"wer-darf-was.{form}")


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "web/imprint.html", _operator())


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html", {**_operator(), "records": records(), "switched": switched()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html", _operator())


def _operator() -> dict[str, str]:
    """Who runs this house, as its settings say."""
    return {
        "address": settings.OPERATOR_ADDRESS,
        "contact": settings.OPERATOR_CONTACT,
        "data_protection": settings.DATA_PROTECTION_CONTACT,
    }
