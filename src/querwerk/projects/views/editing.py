"""Editing a sheet through domain verbs: the overview of a sheet, and one small form for each verb."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told

from ..actions.lifecycle import propose as propose_project
from ..forms.lifecycle import ProposeForm
from ..labels import EVENTS, FACTS, fact_in_words
from ..models import Project
from ..queries.drafts import open_drafts
from ..queries.editing import edit_page, meanwhile
from ..queries.notes import notes
from ..rules import may_steer, visible_to
from .about import about
from .hub import sections
from .verbs import VERBS, open_to, subject

_HISTORY = {"event_words": EVENTS, "fact_words": FACTS, "fact_in_words": fact_in_words}


def propose(request: Request) -> HttpResponse:
    if "similar" in request.POST:  # a look at what is there already; what was typed stays in the form
        return render(request, "projects/propose.html", {"form": ProposeForm(initial=request.POST.dict())})
    form = ProposeForm(request.POST or None, initial={"theme": request.GET.get("thema")})
    if request.method == "POST" and form.is_valid():
        try:
            project = propose_project(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("“%(name)s” is a candidate now.") % {"name": project.name})
            return redirect("projects:edit", project.slug)
    return render(request, "projects/propose.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: Request, slug: str) -> HttpResponse:
    project, actor = _project(request, slug), request.actor
    page = edit_page(project, on=timezone.localdate())
    shown = {"page": page, "sections": sections(page, actor, open_drafts(project, actor))}
    return render(
        request, "projects/edit.html", {**shown, "notes": notes(project.pk, actor), "steers": may_steer(actor)}
    )


def say(request: Request, slug: str, verb: str, pk: int | None = None) -> HttpResponse:
    """One verb: its form, and what came of it."""
    project, chosen = _project(request, slug), VERBS.get(verb)
    if chosen is None or not open_to(verb, request.actor):
        raise Http404
    try:
        thing = subject(chosen, project, pk)
    except LookupError as stranger:
        raise Http404 from stranger
    sent = (request.POST or None, request.FILES or None)
    form = chosen.form(*sent, initial={"version": project.version, **chosen.initial(project, thing)})
    form.know(project)
    page = {"form": form, "verb": chosen, "project": project, "about": about(thing), "meanwhile": [], **_HISTORY}
    if request.method == "POST" and form.is_valid():
        pks = [] if pk is None else [pk]
        with told(request, str(chosen.done), form) as went:
            chosen.action(slug, *pks, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect(f"{reverse('projects:edit', args=[slug])}#{chosen.section}")
        if went.overtaken:
            page["meanwhile"] = meanwhile(project, form.cleaned_data["version"])
            form.renew(version=project.version)
    return render(request, "projects/say.html", page, status=422 if form.errors else 200)


def _project(request: Request, slug: str) -> Project:
    return get_object_or_404(visible_to(request.actor).select_related("theme"), slug=slug)
