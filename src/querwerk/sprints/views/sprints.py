"""The list of sprints, the page of one, planning it, and its steps."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told
from querwerk.structure.models import Unit
from querwerk.tables import FORMS, download

from .. import labels
from ..actions import planning
from ..exchange.lists import sprint_file
from ..forms.planning import CancelForm, EditForm, PlanForm, StepForm
from ..queries.agenda import agenda
from ..queries.seats import own_seat
from ..queries.sprints import SprintPage, Wanted, all_lines, sprint_history, sprint_list, sprint_page
from ..queries.subjects import prefilled, subjects, waiting

WORDS = {"states": labels.STATES, "tones": labels.TONES, "joinings": labels.JOININGS, "events": labels.EVENTS}


def sprints(request: Request) -> HttpResponse:
    page = sprint_list(request.actor, Wanted.read(request.GET.dict()), at=timezone.now())
    return render(request, "sprints/list.html", {"page": page, **WORDS})


def list_file(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    lines = all_lines(request.actor, Wanted.read(request.GET.dict()), at=timezone.now())
    return download(sprint_file(lines, form), FORMS[form], f"sprints.{form}")


def sprint(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    shown = {
        "page": page,
        "seat": own_seat(page, request.actor),
        "agenda": agenda(page),
        "subjects": subjects(page.pk, request.actor),
        "history": sprint_history(page),
        "step": StepForm(initial={"version": page.version}),
    }
    return render(request, "sprints/sprint.html", {**shown, **WORDS})


def plan(request: Request) -> HttpResponse:
    form = PlanForm(request.POST or None, initial=prefilled(request.GET.get("anfrage", ""), request.actor))
    form.offer(waiting(request.actor))
    if request.method == "POST" and form.is_valid():
        with told(request, _("The sprint is planned. Nobody hears of it until you announce it."), form) as went:
            made = planning.plan(form.details(), **form.when(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:sprint", made.slug)
    return render(request, "sprints/plan.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    unit = Unit.objects.filter(slug=page.unit_slug).first()
    form = EditForm(request.POST or None, initial={**EditForm.of(page), "unit": unit})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        with told(request, _("The details are saved."), form) as went:
            planning.describe(slug, form.details(), version=seen, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:sprint", slug)
        form.renew(version=page.version)
    return render(request, "sprints/edit.html", {"form": form, "page": page}, status=422 if form.errors else 200)


#: step -> (verb, what is said when it is done)
_STEPS = {
    "announce": (planning.announce, gettext_lazy("The sprint is announced.")),
    "start": (planning.start, gettext_lazy("The sprint has begun.")),
}


@require_POST
def step(request: Request, slug: str, step: str) -> HttpResponse:
    found(request, slug)
    form = StepForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    verb, done = _STEPS[step]
    with told(request, str(done)):
        verb(slug, version=seen, by=request.actor, at=timezone.now())
    return redirect("sprints:sprint", slug)


def cancel(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    form = CancelForm(request.POST or None, initial={"version": page.version})
    if request.method == "POST" and form.is_valid():
        with told(request, _("The sprint is cancelled."), form) as went:
            planning.cancel(slug, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:sprint", slug)
        form.renew(version=page.version)
    return render(request, "sprints/cancel.html", {"form": form, "page": page}, status=422 if form.errors else 200)


def found(request: Request, slug: str) -> SprintPage:
    """The page of a sprint, or none."""
    page = sprint_page(slug, request.actor)
    if page is None:
        raise Http404
    return page
