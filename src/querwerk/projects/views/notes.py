"""Internal notes on the editing page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from ..actions import notes as actions
from ..forms.drafts import NoteForm
from ..rules import notes_for, visible_to


def write(request: Request, slug: str) -> HttpResponse:
    project = get_object_or_404(visible_to(request.actor), slug=slug)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(slug, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The note is stored."))
            return redirect(f"{reverse('projects:edit', args=[slug])}#notes")
    page = {"form": form, "project": project}
    return render(request, "projects/note.html", page, status=422 if form.errors else 200)


def withdraw(request: Request, slug: str, pk: int) -> HttpResponse:
    note = get_object_or_404(notes_for(request.actor), project__slug=slug, pk=pk, author=request.actor.account)
    if request.method == "POST":
        actions.withdraw_note(note.pk, by=request.actor, at=timezone.now())
        messages.success(request, _("The note is taken back."))
        return redirect(f"{reverse('projects:edit', args=[slug])}#notes")
    return render(request, "projects/withdraw_note.html", {"note": note, "project": note.project})
