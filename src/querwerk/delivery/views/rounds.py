"""Update rounds for the staff unit: all of them, a new one, one with its projects, and the days bodies meet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.tables import FORMS, download

from ..actions import rounds as actions
from ..exchange.rounds import round_csv
from ..forms.rounds import RoundForm, SessionDayForm
from ..labels import ANSWERS
from ..models import Round
from ..queries.rounds import asked_about, coming_days, round_lines, round_page


def rounds(request: Request) -> HttpResponse:
    today = timezone.localdate()
    page = {"rounds": round_lines(), "coming": coming_days(on=today), "today": today}
    return render(request, "delivery/rounds.html", page)


def open_round(request: Request) -> HttpResponse:
    form = RoundForm(request.POST or None, initial=request.GET.dict())
    preview = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        preview = list(asked_about(themes=said["themes"], body=said["body"], on=timezone.localdate()))
        if "start" in request.POST:
            try:
                started = _start(said, request)
            except Refused as refused:
                form.add_error(refused.field or None, refused.sentence)
            else:
                asked = ngettext("One project is asked.", "%(num)s projects are asked.", len(preview))
                messages.success(request, _("The round has begun.") + " " + asked % {"num": len(preview)})
                return redirect("delivery:round", started.pk)
    page = {"form": form, "preview": preview}
    return render(request, "delivery/open_round.html", page, status=422 if form.errors else 200)


def _start(said: dict[str, Any], request: Request) -> Round:
    now: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if said["body"]:
        return actions.start_round_before(said["body"], said["meets_on"], **now)
    return actions.start_round(title=said["title"], due_on=said["due_on"], themes=said["themes"], **now)


def session_days(request: Request) -> HttpResponse:
    form = SessionDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The day is entered."), form) as went:
            said = form.cleaned_data
            actions.name_session_day(said["body"], said["meets_on"], by=request.actor, at=timezone.now())
        if went.well:
            return redirect("delivery:session_days")
    page = {"form": form, "coming": coming_days(on=timezone.localdate())}
    return render(request, "delivery/session_days.html", page, status=422 if form.errors else 200)


@require_POST
def strike_day(request: Request) -> HttpResponse:
    form = SessionDayForm(request.POST)
    if not form.is_valid():
        raise Http404
    with told(request, _("The day is struck.")):
        said = form.cleaned_data
        actions.strike_session_day(said["body"], said["meets_on"], by=request.actor, at=timezone.now())
    return redirect("delivery:session_days")


def one(request: Request, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = round_page(pk, on=today)
    if found is None:
        raise Http404
    return render(request, "delivery/round.html", {"page": found, "answers": ANSWERS, "today": today})


@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    try:
        written = actions.remind_now(get_object_or_404(Round, pk=pk), by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        told = ngettext("One reminder is on its way.", "%(num)s reminders are on their way.", written)
        messages.success(request, told % {"num": written})
    return redirect("delivery:round", pk)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    with told(request, _("The round is closed.")):
        actions.close_round(get_object_or_404(Round, pk=pk), by=request.actor, at=timezone.now())
    return redirect("delivery:round", pk)


def export(request: Request, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = round_page(pk, on=today)
    if found is None:
        raise Http404
    name = f"runde-{pk}-{today.isoformat()}.csv"
    return download(round_csv(found, on=today), FORMS["csv"], name)
