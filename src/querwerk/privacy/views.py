"""Pages of data protection: what is stored, what is switched on, one's own data, being forgotten."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.tables import FORMS, download

from . import exchange, rules
from .actions.behind import look_behind
from .actions.erase import leave as leave_for_good
from .actions.own_data import ask_for_data, fetch_data, stay
from .actions.switches import switch as switch_feature
from .forms import BehindForm, LeaveForm, NameSearchForm, SwitchOffForm, SwitchOnForm
from .labels import CAUSES
from .queries.erased import register as all_erasures
from .queries.named import MOST, texts_naming
from .queries.own import own_page
from .queries.records import records
from .queries.sheet import data_sheet
from .queries.switches import switched


def register(request: Request) -> HttpResponse:
    return render(request, "privacy/register.html", {"records": records()})


def register_csv(request: Request) -> HttpResponse:
    return download(exchange.record_csv(records()), FORMS["csv"], "verzeichnis.csv")


def sheet(request: Request) -> HttpResponse:
    return render(request, "privacy/sheet.html", {"sheet": data_sheet(on=timezone.localdate())})


def switches(request: Request) -> HttpResponse:
    page = {"switched": switched(), "may_switch": rules.may_switch(request.actor)}
    return render(request, "privacy/switches.html", page)


def switches_json(request: Request) -> HttpResponse:
    return download(exchange.switch_file(switched(), records()), FORMS["json"], "schalter.json")


def switch(request: Request, key: str) -> HttpResponse:
    one = next((one for one in switched() if one.feature.key == key), None)
    if one is None:
        raise Http404
    form = (SwitchOffForm if one.is_on else SwitchOnForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"consent_on": None, **form.cleaned_data}
        with told(request, _("The feature is switched off.") if one.is_on else _("The feature is on."), form) as went:
            switch_feature(key, on=not one.is_on, **said, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("privacy:switches")
    page = {"one": one, "form": form}
    return render(request, "privacy/switch.html", page, status=422 if form.errors else 200)


def erasures(request: Request) -> HttpResponse:
    return render(request, "privacy/erasures.html", {"erasures": all_erasures(), "causes": CAUSES})


def behind(request: Request) -> HttpResponse:
    form, found = BehindForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = look_behind(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    page = {"form": form, "found": found}
    return render(request, "privacy/behind.html", page, status=422 if form.errors else 200)


def named(request: Request) -> HttpResponse:
    form = NameSearchForm(request.POST or None)
    places = texts_naming(form.cleaned_data["name"]) if request.method == "POST" and form.is_valid() else None
    page = {"form": form, "places": places, "most": MOST}
    return render(request, "privacy/named.html", page, status=422 if form.errors else 200)


def own(request: Request) -> HttpResponse:
    if request.method == "POST" and "stay" in request.POST:
        stay(by=request.actor, at=timezone.now())
        messages.success(request, _("Your log-in stays another year."))
        return redirect("privacy:own")
    if request.method == "POST":
        ask_for_data(by=request.actor, at=timezone.now())
        messages.success(request, _("Your data are ready. You can fetch them once within 24 hours."))
        return redirect("privacy:own")
    page = own_page(request.user, request.actor, at=timezone.now())
    return render(request, "privacy/own.html", {"own": page, "data_protection": settings.DATA_PROTECTION_CONTACT})


def fetch(request: Request, pk: UUID) -> HttpResponse:
    if request.method != "POST":  # a link alone fetches nothing: mail scanners and previews follow links
        return redirect("privacy:own")
    at = timezone.now()
    try:
        tables = fetch_data(pk, by=request.actor, at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("privacy:own")
    content = exchange.archive(tables, of=request.actor.account, at=at)
    return download(content, "application/zip", "meine-daten.zip")


def leave(request: Request) -> HttpResponse:
    form = LeaveForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        leave_for_good(by=request.actor, at=timezone.now())
        logout(request)
        return redirect("privacy:gone")
    page = {"form": form, "own": own_page(request.user, request.actor, at=timezone.now())}
    return render(request, "privacy/leave.html", page, status=422 if form.errors else 200)


def gone(request: Request) -> HttpResponse:
    return render(request, "privacy/gone.html", {})
