"""What the people of a sprint consent to, and the words they are asked with."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told

from .. import labels
from ..actions import consents as actions
from ..forms.seats import ConsentWordingForm
from ..lifecycle import About
from ..queries.consents import wordings
from .sprints import found


@require_POST
def decide(request: Request, slug: str, about: str) -> HttpResponse:
    found(request, slug)
    if about not in frozenset(About):
        raise Http404
    given, wording = request.POST.get("given") == "1", request.POST.get("wording", "").replace("\r\n", "\n")
    with told(request, _("Your consent is noted.") if given else _("Your consent is taken back.")):
        actions.decide(slug, about=About(about), given=given, wording=wording, by=request.actor, at=timezone.now())
    return redirect("sprints:participants", slug)


def texts(request: Request) -> HttpResponse:
    form = ConsentWordingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        about, wording = form.said()
        with told(request, _("From now on people are asked with these words."), form) as went:
            actions.word_consent(about=about, wording=wording, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:consent_texts")
    shown = {"form": form, "wordings": wordings(), "abouts": labels.ABOUTS}
    return render(request, "sprints/consent_texts.html", shown, status=422 if form.errors else 200)
