"""What the staff unit does with an inquiry."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.request import Request, told

from ..actions.desk import be_contact
from ..forms.answering import StepForm
from ..queries.desk import standard_answers
from ..queries.standing import Standing, standing_of
from .inquiry import page_of, shown
from .steps import STEPS, form_of


def step(request: Request, number: int, step: str) -> HttpResponse:
    page, offer, library = page_of(request, number), STEPS.get(step), standard_answers()
    if offer is None:
        raise Http404
    if request.method != "POST":
        return redirect("intake:inquiry", number)
    if "einfuegen" in request.POST:
        return shown(request, page, {step: _begun(step, request, standing_of(number))})
    form = form_of(step, request.POST, library=library)
    if form.is_valid():
        with told(request, str(offer.done), form) as went:
            offer.action(number, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("intake:inquiry", number)
        if went.overtaken:
            page = page_of(request, number)
            form.renew(version=standing_of(number).version)
    return shown(request, page, {step: form})


def contact(request: Request, number: int) -> HttpResponse:
    page_of(request, number)
    if request.method == "POST":
        with told(request, _("Your post is the contact now; whoever asked sees it.")):
            be_contact(number, by=request.actor, at=timezone.now())
    return redirect("intake:inquiry", number)


def _begun(step: str, request: Request, standing: Standing) -> StepForm:
    """The form with the words typed so far and, below them, the chosen standard answer."""
    library, typed = standard_answers(), {name: request.POST.get(name, "") for name in STEPS[step].form.base_fields}
    chosen = [one for one in library if str(one.pk) == typed.get("standard")]
    words = {"{title}": standing.title, "{number}": str(standing.number), "{alias}": standing.alias}
    for found in chosen:
        text = found.text
        for mark, word in words.items():
            text = text.replace(mark, word)
        field = STEPS[step].form.text
        typed[field] = f"{typed[field].rstrip()}\n\n{text}".strip()
    typed["version"] = typed["version"] or str(standing.version)
    return form_of(step, library=library, **typed)
