"""A route as a table: pasted from elsewhere, taken along as a file; and the list of trails as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.request import Request
from querwerk.tables import FORMS, as_json, as_table, download

from ..actions import trails as actions
from ..exchange.pasted import plan_rows, read_pasted
from ..forms.trails import PasteForm
from ..labels import ACTIVITIES, STATES
from ..lifecycle import State
from ..queries.line import line
from ..queries.stops import plan_stops
from ..queries.trails import Wanted, all_lines, trail_page
from ..rules import may_export


def paste(request: Request, slug: str) -> HttpResponse:
    """Shows what was understood first; stores it when asked to."""
    page = trail_page(slug, request.actor)
    if page is None or not page.may_edit:
        raise Http404
    form = PasteForm(request.POST or None, initial={"version": page.version})
    shown = {"page": page, "form": form, "pasted": None, "activities": ACTIVITIES}
    if request.method == "POST" and form.is_valid():
        shown["pasted"] = pasted = read_pasted(form.cleaned_data["table"], line())
        if "store" in request.POST and not pasted.problems:
            try:
                version = form.cleaned_data["version"]
                actions.rewrite_route(slug, stations=pasted.stops, version=version, by=request.actor, at=timezone.now())
            except Overtaken as overtaken:
                form.renew(version=page.version)
                form.refuse(overtaken.sentence, "")
            except Refused as refused:
                form.refuse(refused.sentence, "table")
            else:
                messages.success(request, _("The stations are stored."))
                return redirect("trails:trail", slug)
        for problem in pasted.problems:
            form.add_error("table", problem)
    return render(request, "trails/paste.html", shown, status=422 if form.errors else 200)


def plan_file(request: Request, slug: str, form: str) -> HttpResponse:
    page = trail_page(slug, request.actor)
    if page is None or form not in FORMS or not may_export(request.actor, pk=page.pk, state=page.state):
        raise Http404
    stops = plan_stops(page.pk, on=timezone.localdate())
    head, rows = plan_rows(stops)
    if form == "json":
        named = [dict(zip(head, row, strict=True)) for row in rows]
        about = {"title": page.title, "paper": page.paper, "purpose": page.purpose, "unit": page.unit}
        return download(as_json({**about, "stations": named}), FORMS[form], f"{slug}.json")
    content = as_table(form, page.title, head, rows)
    return download(content, FORMS[form], f"{slug}.{form}")


def list_file(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    head = (_("Address"), _("Title"), _("What the paper looks like"), _("Unit"), _("Stations"), _("Begun"),
            _("Who reads it"))  # fmt: skip
    rows = [
        (one.slug, one.title, one.paper, one.unit, one.stations, one.opened_on, str(STATES[State(one.state)]))
        for one in all_lines(request.actor, Wanted.read(request.GET.dict()))
    ]
    if form == "json":
        content = as_json({"trails": [dict(zip(head, row, strict=True)) for row in rows]})
    else:
        content = as_table(form, _("Paper trails"), head, rows)
    return download(content, FORMS[form], f"laufwege.{form}")
