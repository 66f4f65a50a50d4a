"""Writing down the stations of a trail, and what the paper is called."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.request import Request

from ..actions import trails as actions
from ..forms.stations import RouteForm
from ..forms.trails import AboutForm
from ..queries.line import line
from ..queries.stops import plan_stops
from ..queries.trails import TrailPage, trail_page


def edit(request: Request, slug: str) -> HttpResponse:
    page, known = _editable(request, slug), line()
    if request.method == "POST":
        form = RouteForm(request.POST, line=known)
    else:
        stops = plan_stops(page.pk, on=timezone.localdate())
        form = RouteForm(line=known, stops=stops, version=page.version)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.rewrite_route(slug, stations=form.stops(), version=version, by=request.actor, at=timezone.now())
        except Overtaken as overtaken:
            form.renew(version=page.version)
            form.refuse(overtaken.sentence, "")
        except Refused as refused:
            form.refuse(refused.sentence, refused.field)
        else:
            messages.success(request, _("The stations are stored."))
            return redirect("trails:trail", slug)
    shown = {"page": page, "form": form, "line": known}
    return render(request, "trails/edit.html", shown, status=422 if form.errors or form.wrong else 200)


def about(request: Request, slug: str) -> HttpResponse:
    page = _editable(request, slug)
    said = {"title": page.title, "paper": page.paper, "purpose": page.purpose, "unit": page.unit_pk}
    form = AboutForm(request.POST or None, initial={**said, "version": page.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(slug, **form.said(), by=request.actor, at=timezone.now())
        except Overtaken as overtaken:
            form.renew(version=page.version)
            form.refuse(overtaken.sentence, "")
        except Refused as refused:
            form.refuse(refused.sentence, refused.field)
        else:
            messages.success(request, _("The description is stored."))
            return redirect("trails:trail", slug)
    return render(request, "trails/about.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _editable(request: Request, slug: str) -> TrailPage:
    found = trail_page(slug, request.actor)
    if found is None or not found.may_edit:
        raise Http404
    return found
