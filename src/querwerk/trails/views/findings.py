"""Findings of a trail: writing one down, making an inquiry of it, asking the unit it is about for its consent."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.intake.actions.asking import ask
from querwerk.intake.forms.asking import AskForm
from querwerk.journal.request import Request, told

from ..actions import absurdities, findings
from ..exchange.drawing import draw_way
from ..forms.findings import ConsentForm, FindingForm
from ..insights.seen import Seen, seen
from ..labels import FIGURES
from ..queries.findings import FindingPage, finding_page
from ..queries.trails import TrailPage, trail_page


def note(request: Request, slug: str) -> HttpResponse:
    page = _trail(request, slug)
    now = seen(page, on=timezone.localdate())
    form = FindingForm(request.POST or None, initial={"version": page.version, "sentence": now.sentence})
    if request.method == "POST" and form.is_valid():
        with told(request, _("The finding is kept, with the figures and the picture of today."), form) as went:
            said = {**form.cleaned_data, "figures": now.figures, "picture": drawn(now, slug)}
            findings.note_finding(slug, **said, by=request.actor, at=timezone.now())
        if went.well:
            return redirect(f"{_address(slug)}#findings-h")
        form.renew(version=page.version)
    shown = {"form": form, "page": page, "picture": drawn(now, slug), "figures": now.figures, "names": FIGURES}
    return render(request, "trails/note_finding.html", shown, status=422 if form.errors else 200)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _finding(request, slug, pk, edits=True)
    with told(request, _("The finding is deleted.")):
        findings.drop_finding(found.pk, by=request.actor, at=timezone.now())
    return redirect(f"{_address(slug)}#findings-h")


def ask_about(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _finding(request, slug, pk)
    initial = {"title": found.sentence, "concern": found.absurd, "unit": found.unit}
    form = AskForm(request.POST or None, at=timezone.now(), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {**form.said(), "picture": found.picture, "origin": found.thread}
        with told(
            request, _("Your inquiry is with the staff unit. The answer comes by mail, to you alone."), form
        ) as went:
            made = ask(**said, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("intake:inquiry", made.pk)
    shown = {"form": form, "finding": found}
    return render(request, "trails/ask_about.html", shown, status=422 if form.errors else 200)


def ask_consent(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _finding(request, slug, pk, edits=True)
    initial = {"sentence": found.sentence, "text": found.absurd, "unit": found.unit}
    form = ConsentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The unit is asked. You hear by mail what it says."), form) as went:
            absurdities.ask_consent(found.pk, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect(f"{_address(slug)}#findings-h")
    shown = {"form": form, "finding": found}
    return render(request, "trails/ask_consent.html", shown, status=422 if form.errors else 200)


def drawn(found: Seen, name: str) -> str:
    """The picture of a way, named after what it belongs to."""
    return draw_way(found.way, name=name) if found.way else ""


def _trail(request: Request, slug: str) -> TrailPage:
    page = trail_page(slug, request.actor)
    if page is None or not (page.own or page.may_edit):
        raise Http404
    return page


def _finding(request: Request, slug: str, pk: int, *, edits: bool = False) -> FindingPage:
    found = finding_page(slug, pk, request.actor, edits=edits)
    if found is None:
        raise Http404
    return found


def _address(slug: str) -> str:
    return reverse("trails:trail", args=[slug])
