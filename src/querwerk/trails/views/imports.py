"""An event log on its way into the house: the file, what its columns become, how far the reader is, what was read."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told

from ..actions import imports as actions
from ..exchange import importing
from ..forms.imports import FileForm, MappingForm, RolesForm
from ..lifecycle import Reading
from ..models import Import, Trail
from ..queries import imports as queries
from ..rules import editable_by


def bring_new(request: Request) -> HttpResponse:
    return _bring(request, None)


def bring(request: Request, slug: str) -> HttpResponse:
    return _bring(request, get_object_or_404(editable_by(request.actor), slug=slug))


def _bring(request: Request, trail: Trail | None) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, title = form.cleaned_data["file"], form.title
        try:
            brought = actions.bring(
                Path(file.temporary_file_path()), title=title, trail=trail, by=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            importing.look(brought)
            return redirect("trails:import_one", brought.key)
    page = {"form": form, "trail": trail, "begun": queries.begun(request.actor)}
    return render(request, "trails/import_file.html", page, status=422 if form.errors else 200)


def one(request: Request, key: UUID) -> HttpResponse:
    found = get_object_or_404(Import.objects.select_related("trail"), key=key)
    importing.wait_a_moment(found)
    if found.state == Reading.DONE and found.trail:
        return redirect("trails:log", found.trail.slug, found.log_id)
    if queries.working(found):
        return _progress(request, found)
    seen = queries.seen(found)
    form = MappingForm(request.POST or None, found=found, seen=seen) if seen else None
    if form is not None and request.method == "POST" and form.is_valid():
        actions.choose(found, title=form.cleaned_data["title"], mapping=form.mapping)
        if form.asks_for_roles:
            return redirect("trails:import_roles", key)
        return _read(request, found)
    page = {"found": found, "seen": seen, "form": form, "wrong": queries.message(found)}
    return render(request, "trails/import_mapping.html", page, status=422 if form and form.errors else 200)


def roles(request: Request, key: UUID) -> HttpResponse:
    found = get_object_or_404(Import.objects.select_related("trail"), key=key)
    seen = queries.seen(found)
    if seen is None or found.state == Reading.DONE or queries.working(found):
        return redirect("trails:import_one", key)
    form = RolesForm(request.POST or None, found=found, seen=seen)
    if request.method == "POST" and form.is_valid():
        actions.assign_roles(found, roles=form.roles)
        return _read(request, found)
    page = {"found": found, "form": form}
    response = render(request, "trails/import_roles.html", page, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def again(request: Request, key: UUID) -> HttpResponse:
    """A reader that says nothing any more is given up, and another one begins."""
    found = get_object_or_404(Import.objects.select_related("trail"), key=key)
    if queries.working(found) and queries.progress(found, at=timezone.now()).silent:
        if found.state == Reading.READING:
            return _read(request, found, dead=True)
        if actions.begin(found, state=Reading.LOOKING, dead=True, by=request.actor):
            importing.look(found)
    return redirect("trails:import_one", key)


@require_POST
def leave(request: Request, key: UUID) -> HttpResponse:
    found = get_object_or_404(Import.objects.select_related("trail"), key=key)
    actions.leave(found)
    messages.success(request, _("The file is gone. Nothing of it was kept."))
    return redirect("trails:import", found.trail.slug) if found.trail else redirect("trails:import_new")


def _read(request: Request, found: Import, *, dead: bool = False) -> HttpResponse:
    with told(request):
        if actions.begin(found, state=Reading.READING, dead=dead, by=request.actor):
            importing.read(found, by=request.actor)
    return redirect("trails:import_one", found.key)


def _progress(request: Request, found: Import) -> HttpResponse:
    """How far the reader is; the page comes again by itself, without a script."""
    told, still = queries.progress(found, at=timezone.now()), "anhalten" in request.GET
    page = {"found": found, "told": told, "still": still, "Reading": Reading}
    response = render(request, "trails/import_progress.html", page)
    if not (told.silent or still):
        response.headers["Refresh"] = "1"
    return response
