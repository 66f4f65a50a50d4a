"""The ideas of a sprint: writing them down, saying them better, parking them openly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told

from ..actions import ideas as actions
from ..forms.ideas import ChangeForm, NoteForm, ParkForm
from ..labels import EXIT_TONES, EXITS
from ..models import Idea
from ..queries import ideas as queries
from ..queries.ideas import IdeasPage

_WORDS = {"exits": EXITS, "exit_tones": EXIT_TONES}


def ideas(request: Request, slug: str) -> HttpResponse:
    return render(request, "sprints/ideas.html", {"page": _page(request, slug), "form": NoteForm(), **_WORDS})


def note(request: Request, slug: str) -> HttpResponse:
    page, sprint = _page(request, slug), queries.sprint_of(slug)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and sprint is not None and form.is_valid():
        with told(request, _("The idea is written down."), form) as went:
            actions.note_idea(sprint, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:ideas", slug)
    return render(
        request, "sprints/ideas.html", {"page": page, "form": form, **_WORDS}, status=422 if form.errors else 200
    )


def idea(request: Request, slug: str, pk: int) -> HttpResponse:
    page, found = _page(request, slug), _idea(slug, pk)
    return render(request, "sprints/idea.html", {"page": page, "idea": found, **_WORDS})


def change_idea(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _idea(slug, pk)
    words = {"title": found.title, "text": found.text, "version": found.version}
    form = ChangeForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The idea is changed."), form) as went:
            actions.change_idea(found, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:idea", slug, pk)
        if went.overtaken:
            form.renew(version=found.version)
    return _form(request, found, form, _("Change the idea"), _("Change"))


def park(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _idea(slug, pk)
    form = ParkForm(request.POST or None, initial={"reason": found.parked_because})
    if request.method == "POST" and form.is_valid():
        with told(request, _("The idea is parked, openly and with its reason."), form) as went:
            actions.park(found, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:ideas", slug)
    return _form(request, found, form, _("Park the idea"), _("Park"))


@require_POST
def take_up(request: Request, slug: str, pk: int) -> HttpResponse:
    with told(request, _("The idea is open again.")):
        actions.take_up(_idea(slug, pk), by=request.actor, at=timezone.now())
    return redirect("sprints:idea", slug, pk)


def _form(request: Request, found: Idea, form: forms.Form, title: str, label: str) -> HttpResponse:
    shown: dict[str, Any] = {"page": _page(request, found.sprint.slug), "idea": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "sprints/idea_form.html", {**shown, "title": title, "label": label}, status=status)


def _idea(slug: str, pk: int) -> Idea:
    found = queries.idea_of(slug, pk)
    if found is None:
        raise Http404
    return found


def _page(request: Request, slug: str) -> IdeasPage:
    page = queries.ideas_page(slug, request.actor)
    if page is None:
        raise Http404
    return page
