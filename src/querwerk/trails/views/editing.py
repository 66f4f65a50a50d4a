"""Writing down the stations of a trail, and what the paper is called."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.request import Request, told

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
        with told(request, _("The stations are stored."), form) as went:
            actions.rewrite_route(slug, stations=form.stops(), version=version, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("trails:trail", slug)
        if went.overtaken:
            form.renew(version=page.version)
    shown = {"page": page, "form": form, "line": known}
    return render(request, "trails/edit.html", shown, status=422 if form.errors or form.wrong else 200)


def about(request: Request, slug: str) -> HttpResponse:
    page = _editable(request, slug)
    said = {"title": page.title, "paper": page.paper, "purpose": page.purpose, "unit": page.unit_pk}
    form = AboutForm(request.POST or None, initial={**said, "version": page.version})
    if request.method == "POST" and form.is_valid():
        with told(request, _("The description is stored."), form) as went:
            actions.describe(slug, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("trails:trail", slug)
        if went.overtaken:
            form.renew(version=page.version)
    return render(request, "trails/about.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _editable(request: Request, slug: str) -> TrailPage:
    found = trail_page(slug, request.actor)
    if found is None or not found.may_edit:
        raise Http404
    return found
