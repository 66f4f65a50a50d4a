"""Absurdities: what everybody may smile about, what waits for a consent, and each step on the way."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from querwerk.fields import VersionedForm
from querwerk.journal.request import Request, told
from querwerk.tables import FORMS, download, page_number

from ..actions import absurdities as actions
from ..exchange.absurdities import absurdity_file
from ..forms.findings import MendForm, StepForm
from ..insights.seen import seen
from ..labels import FIGURES, SHOWING_TONES, SHOWINGS
from ..queries import absurdities as queries
from ..queries.absurdities import ConsentPage, Wanted
from ..queries.trails import trail_page
from .findings import drawn

_WORDS = {"showings": SHOWINGS, "tones": SHOWING_TONES, "names": FIGURES}
#: whose step it is -> last part of the address -> (verb, what is said when it is done)
_STEPS: dict[str, dict[str, tuple[Any, Any]]] = {
    "unit": {
        "zustimmen": (actions.agree, _("You have agreed for the unit. The staff unit publishes it next.")),
        "nicht-zustimmen": (actions.refuse, _("It stays in the house.")),
    },
    "staff": {
        "veroeffentlichen": (actions.publish, _("Everybody can read it now.")),
        "zuruecknehmen": (actions.take_down, _("It is taken back into the house.")),
    },
}


def absurdities(request: Request) -> HttpResponse:
    page = queries.absurdities(_wanted(request))
    return render(request, "trails/absurdities.html", {"page": page, **_WORDS})


def export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    content = absurdity_file(queries.all_absurdities(_wanted(request)), form)
    return download(content, FORMS[form], f"absurditaeten.{form}")


def absurdity(request: Request, slug: str) -> HttpResponse:
    page = queries.absurdity_page(slug)
    if page is None:
        raise Http404
    return render(request, "trails/absurdity.html", {"page": page, **_WORDS})


def consents(request: Request) -> HttpResponse:
    return render(request, "trails/consents.html", {"lines": queries.consents(request.actor), **_WORDS})


def consent(request: Request, slug: str) -> HttpResponse:
    return _shown(request, _page(request, slug))


@require_POST
def step(request: Request, slug: str, step: str, whose: str) -> HttpResponse:
    page, form = _page(request, slug), StepForm(request.POST)
    if step not in _STEPS[whose] or not form.is_valid():
        raise Http404
    verb, done = _STEPS[whose][step]
    with told(request, str(done)):
        verb(slug, version=form.cleaned_data["version"], by=request.actor, at=timezone.now())
    return redirect("trails:consent", page.slug)


def mend(request: Request, slug: str) -> HttpResponse:
    page = _page(request, slug)
    form = MendForm(request.POST or None, initial={"version": page.version})
    if request.method == "POST" and form.is_valid():
        trail = trail_page(page.trail_slug, request.actor)
        if trail is None:
            raise Http404
        now = seen(trail, on=timezone.localdate(), of_plan="cases" not in page.figures)  # the same before and after
        said = {**form.cleaned_data, "figures": now.figures, "picture": drawn(now, f"{slug}-behoben")}
        with told(request, str(_("Everybody sees both now: how it was and how it is.")), form) as went:
            actions.mend(slug, **said, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("trails:absurdity", slug)
        form.renew(version=page.version)
    return _shown(request, page, form)


def _wanted(request: Request) -> Wanted:
    mended = request.GET.get("behoben", "")
    return Wanted(mended if mended in ("ja", "nein") else "", page_number(request.GET.get("seite", "")))


def _page(request: Request, slug: str) -> ConsentPage:
    page = queries.consent_page(slug, request.actor)
    if page is None:
        raise Http404
    return page


def _shown(request: Request, page: ConsentPage, tried: VersionedForm | None = None) -> HttpResponse:
    form = tried or MendForm(initial={"version": page.version})
    refused = bool(tried and tried.errors)
    shown = {"page": page, "form": form, "refused": refused, **_WORDS}
    return render(request, "trails/consent.html", shown, status=422 if refused else 200)
