"""The list of trails, beginning one, its page, and who reads it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from ..actions import trails as actions
from ..forms.trails import OpenForm, StepForm
from ..insights.counting import counted_part
from ..insights.planning import plan_part
from ..labels import ACTIVITIES, COURSE_TONES, COURSES, MARKS, READERS, STATE_TONES, STATES
from ..queries.findings import findings_part
from ..queries.slips import slips_part
from ..queries.trails import Wanted, trail_list, trail_page

WORDS = {"states": STATES, "tones": STATE_TONES, "readers": READERS, "activities": ACTIVITIES,
         "courses": COURSES, "course_tones": COURSE_TONES, "marks": MARKS}  # fmt: skip


def trails(request: Request) -> HttpResponse:
    page = {"page": trail_list(request.actor, Wanted.read(request.GET.dict())), **WORDS}
    return render(request, "trails/list.html", page)


def open_trail(request: Request) -> HttpResponse:
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            trail = actions.open_trail(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("The trail is begun. Only you see it until you release it."))
            return redirect("trails:trail", trail.slug)
    return render(request, "trails/open.html", {"form": form}, status=422 if form.errors else 200)


def trail(request: Request, slug: str) -> HttpResponse:
    found = trail_page(slug, request.actor)
    if found is None:
        raise Http404
    page = {
        "page": found,
        "plan": plan_part(found, on=timezone.localdate()),
        "slips": slips_part(found.pk, keeps=found.keeps_slips, on=timezone.localdate()),
        "counted": counted_part(found),
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
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    verb, done = _STEPS[step]
    try:
        verb(slug, version=form.cleaned_data["version"], by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("trails:trail", slug)
