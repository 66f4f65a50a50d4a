"""Forming a team for an idea, and the result page of a sprint."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.fields import VersionedForm
from querwerk.journal.request import Request, told
from querwerk.sprints.actions import result as actions
from querwerk.sprints.labels import SHOWINGS
from querwerk.sprints.lifecycle import Showing
from querwerk.sprints.models import Sprint
from querwerk.sprints.queries.ideas import idea_of

from ..actions.forming import form_team
from ..forms.results import OutlookForm, PublishForm
from ..forms.teams import FormTeamForm
from ..queries.results import ResultPage, result_page, seated_names


def form(request: Request, slug: str, pk: int) -> HttpResponse:
    idea = idea_of(slug, pk)
    if idea is None:
        raise Http404
    filled = FormTeamForm(request.POST if request.method == "POST" else None, initial={"name": idea.title[:120]})
    filled.offer(*seated_names(idea.sprint_id))
    if request.method == "POST" and filled.is_valid():
        with told(request, _("The team is forming. Everybody you named is asked by mail."), filled) as went:
            team = form_team(idea, **filled.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:team", team.slug)
    return render(request, "teams/form.html", {"idea": idea, "form": filled}, status=422 if filled.errors else 200)


def result(request: Request, slug: str) -> HttpResponse:
    return _shown(request, _page(request, slug))


def outlook(request: Request, slug: str) -> HttpResponse:
    page = _page(request, slug)
    filled = OutlookForm(request.POST or None, initial={"outlook": page.outlook, "version": page.version})
    if request.method == "POST" and filled.is_valid():
        with told(request, _("What happens next stands with the result."), filled) as went:
            actions.write_outlook(_sprint(slug), **filled.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:result", slug)
        filled.renew(version=_page(request, slug).version)
    return render(request, "teams/outlook.html", {"page": page, "form": filled}, status=422 if filled.errors else 200)


@require_POST
def publish(request: Request, slug: str) -> HttpResponse:
    page, filled = _page(request, slug), PublishForm(request.POST)
    if filled.is_valid():
        showing = Showing(filled.cleaned_data["showing"])
        with told(request, _("The result is published."), filled) as went:
            seen = filled.cleaned_data["version"]
            actions.publish_result(_sprint(slug), showing=showing, version=seen, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:result", slug)
    return _shown(request, page, filled)


@require_POST
def take_back(request: Request, slug: str) -> HttpResponse:
    _page(request, slug)
    filled = VersionedForm(request.POST)
    with told(request, _("The result is taken back: only those who sat in the sprint read it.")):
        seen = filled.cleaned_data["version"] if filled.is_valid() else -1
        actions.take_result_back(_sprint(slug), version=seen, by=request.actor, at=timezone.now())
    return redirect("teams:result", slug)


def _shown(request: Request, page: ResultPage, tried: PublishForm | None = None) -> HttpResponse:
    filled = tried or PublishForm(initial={"version": page.version, "showing": Showing.HOUSE.value})
    shown = {"page": page, "form": filled, "showings": SHOWINGS, "Showing": Showing}
    return render(request, "teams/result.html", shown, status=422 if filled.errors else 200)


def _sprint(slug: str) -> Sprint:
    found = Sprint.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _page(request: Request, slug: str) -> ResultPage:
    page = result_page(slug, request.actor)
    if page is None:
        raise Http404
    return page
