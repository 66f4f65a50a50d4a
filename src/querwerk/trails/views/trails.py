"""The list of trails, beginning one, its page, and who reads it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told

from ..actions import trails as actions
from ..forms.trails import OpenForm, StepForm
from ..insights.counting import counted_part
from ..insights.planning import plan_part
from ..insights.ways import way_of_plan
from ..labels import (
    ACTIVITIES,
    COURSE_TONES,
    COURSES,
    FIGURES,
    MARKS,
    READERS,
    SHOWING_TONES,
    SHOWINGS,
    STATE_TONES,
    STATES,
)
from ..queries.findings import findings_part
from ..queries.slips import slips_part
from ..queries.trails import Wanted, trail_list, trail_page
from .pictures import lanes

WORDS = {"states": STATES, "tones": STATE_TONES, "readers": READERS, "activities": ACTIVITIES,
         "courses": COURSES, "course_tones": COURSE_TONES, "marks": MARKS,
         "showings": SHOWINGS, "showing_tones": SHOWING_TONES, "figure_names": FIGURES}  # fmt: skip


def trails(request: Request) -> HttpResponse:
    page = {"page": trail_list(request.actor, Wanted.read(request.GET.dict())), **WORDS}
    return render(request, "trails/list.html", page)


def open_trail(request: Request) -> HttpResponse:
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The trail is begun. Only you see it until you release it."), form) as went:
            trail = actions.open_trail(**form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("trails:trail", trail.slug)
    return render(request, "trails/open.html", {"form": form}, status=422 if form.errors else 200)


def trail(request: Request, slug: str) -> HttpResponse:
    found = trail_page(slug, request.actor)
    if found is None:
        raise Http404
    plan, counted = plan_part(found, on=timezone.localdate()), counted_part(found, on=timezone.localdate())
    plan_way = way_of_plan(plan.stops, found.title)
    page = {
        "page": found,
        "plan": plan,
        "plan_way": plan_way,
        "plan_lanes": lanes(plan_way, "plan"),
        "slips": slips_part(found.pk, keeps=found.keeps_slips, on=timezone.localdate()),
        "counted": counted,
        "counted_lanes": lanes(counted.newest.way, "counted") if counted.newest else "",
        "findings": findings_part(found, request.actor),
        **WORDS,
    }
    return render(request, "trails/trail.html", page)


#: step -> (verb, what is said when it is done)
_STEPS = {
    "share": (actions.share, gettext_lazy("Everybody in the house reads the trail now.")),
    "publish": (actions.publish, gettext_lazy("Everybody reads the trail now.")),
    "take_back": (actions.take_back, gettext_lazy("The trail is taken back.")),
}


@require_POST
def step(request: Request, slug: str, step: str) -> HttpResponse:
    if trail_page(slug, request.actor) is None:
        raise Http404
    form = StepForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    verb, done = _STEPS[step]
    with told(request, str(done)):
        verb(slug, version=seen, by=request.actor, at=timezone.now())
    return redirect("trails:trail", slug)


def discard(request: Request, slug: str) -> HttpResponse:
    page = trail_page(slug, request.actor)
    if page is None or not page.may_discard:
        raise Http404
    form = StepForm(request.POST or None, initial={"version": page.version})
    if request.method == "POST" and form.is_valid():
        with told(request, _("The draft is deleted.")) as went:
            actions.discard(slug, version=form.cleaned_data["version"], by=request.actor, at=timezone.now())
        return redirect("trails:list") if went.well else redirect("trails:trail", slug)
    return render(request, "trails/discard.html", {"page": page, "form": form})
