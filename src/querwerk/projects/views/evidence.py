"""Where sources disagree: all of it, and deciding one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.request import Request, told
from querwerk.structure.queries import sources

from .. import labels
from ..access import CONTRADICTION
from ..actions.evidence import decide_contradiction, reopen_contradiction
from ..forms.evidence import DecideForm, ReopenForm
from ..models import Contradiction
from ..queries.contradictions import contradictions as all_contradictions


def contradictions(request: Request) -> HttpResponse:
    everything = all_contradictions(request.actor)
    still_open = [item for item in everything if item.decision == Contradiction.Decision.OPEN]
    decided = [item for item in everything if item.decision != Contradiction.Decision.OPEN]
    chosen = request.GET.get("zeige", "")
    shown = {"offen": still_open, "entschieden": decided}.get(chosen, everything)
    counts = (("", len(everything)), ("offen", len(still_open)), ("entschieden", len(decided)))
    page = {"items": shown, "counts": dict(counts), "chosen": chosen, "labels": labels, "known_sources": sources()}
    return render(
        request, "projects/contradictions.html", {**page, "may_edit": CONTRADICTION.open_to(request.actor, Verb.EDIT)}
    )


def decide(request: Request, number: int) -> HttpResponse:
    """Decides an open contradiction, or reopens a decided one."""
    item = next(iter(all_contradictions(request.actor, number=number)), None)
    if item is None:
        raise Http404
    is_open = item.decision == Contradiction.Decision.OPEN
    form = (DecideForm if is_open else ReopenForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("The decision is stored.") if is_open else _("The contradiction is open again.")
        action = decide_contradiction if is_open else reopen_contradiction
        with told(request, done, form) as went:
            action(number, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect(f"{reverse('projects:contradictions')}#widerspruch-{number}")
    page = {"item": item, "form": form, "is_open": is_open, "labels": labels, "known_sources": sources()}
    return render(request, "projects/decide.html", page, status=422 if form.errors else 200)
