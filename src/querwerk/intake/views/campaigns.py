"""Idea campaigns: the list, one of them, and what the staff unit does with it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told

from .. import labels
from ..actions import campaigns as actions
from ..forms.campaigns import CampaignForm, ChangeCampaignForm
from ..queries.campaigns import CampaignPage, campaign_page
from ..queries.campaigns import campaigns as all_campaigns

_WORDS = {"windows": labels.WINDOWS, "window_tones": labels.WINDOW_TONES, "states": labels.STATES}


@never_cache
def campaigns(request: Request) -> HttpResponse:
    page = all_campaigns(request.actor, on=timezone.localdate())
    return render(request, "intake/campaigns.html", {"page": page, **_WORDS})


@never_cache
def campaign(request: Request, slug: str) -> HttpResponse:
    return render(request, "intake/campaign.html", {"page": _page(request, slug), **_WORDS})


def open_campaign(request: Request) -> HttpResponse:
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The campaign is prepared."), form) as went:
            found = actions.open_campaign(**form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("intake:campaign", found.slug)
    shown = {"form": form, "page": None}
    return render(request, "intake/open_campaign.html", shown, status=422 if form.errors else 200)


def change_campaign(request: Request, slug: str) -> HttpResponse:
    page = _page(request, slug)
    line = page.line
    initial = {"title": line.title, "question": line.question, "public": "alle" if line.public else "haus",
               "opens_on": line.opens_on, "closes_on": line.closes_on, "version": page.version}  # fmt: skip
    form = ChangeCampaignForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The campaign is changed."), form) as went:
            actions.change_campaign(slug, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("intake:campaign", slug)
        if went.overtaken:
            form.renew(version=page.version)
    shown = {"form": form, "page": page}
    return render(request, "intake/open_campaign.html", shown, status=422 if form.errors else 200)


@require_POST
def end_campaign(request: Request, slug: str) -> HttpResponse:
    _page(request, slug)
    with told(request, _("The campaign ends today.")):
        actions.end_campaign(slug, by=request.actor, at=timezone.now())
    return redirect("intake:campaign", slug)


def _page(request: Request, slug: str) -> CampaignPage:
    page = campaign_page(slug, request.actor, on=timezone.localdate())
    if page is None:
        raise Http404
    return page
