"""What a lead is asked: the own projects, one click for "nothing has changed", or one form for what has."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.request import Request
from querwerk.projects import labels
from querwerk.projects.models import Project

from ..actions import answers
from ..forms.updates import UnchangedForm, UpdateForm
from ..labels import PARTS, PHASES
from ..queries.support import loans_of, wishes_of
from ..queries.updates import ASKED_TEXTS, UpdatePage, update_page, updates_page
from ..rules import updated_by


def updates(request: Request) -> HttpResponse:
    page = updates_page(request.actor, on=timezone.localdate())
    return render(request, "delivery/updates.html", {"page": page, "labels": labels})


def update(request: Request, slug: str) -> HttpResponse:
    found = _page(request, slug)
    form = UpdateForm(request.POST or None, page=found)
    if request.method == "POST" and form.is_valid():
        try:
            said, version = form.words(), form.cleaned_data["version"]
            project = _project(request, slug)
            rounds = answers.update(
                project, said, period=found.period, version=version, by=request.actor, at=timezone.now()
            )
        except Overtaken as refused:
            # what was typed stays; sent again, it counts against what stands there now
            form.data = {**request.POST.dict(), "version": str(found.version), "seen": form.initial["seen"]}
            form.refuse(refused.sentence, "")
        except Refused as refused:
            form.refuse(refused.sentence, refused.field)
        else:
            messages.success(request, _told(_("Your update is stored."), rounds))
            return redirect("delivery:updates")
    return _shown(request, found, form)


@require_POST
def unchanged(request: Request, slug: str) -> HttpResponse:
    form = UnchangedForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        project, version = _project(request, slug), form.cleaned_data["version"]
        rounds = answers.confirm_unchanged(project, version=version, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("delivery:update", slug)
    done = _("“%(name)s” is confirmed as it stands.") % {"name": project.name}
    messages.success(request, _told(done, rounds))
    return redirect("delivery:updates")


def _told(done: str, rounds: int) -> str:
    if not rounds:
        return done
    return f"{done} " + ngettext("One round is answered.", "%(num)s rounds are answered.", rounds) % {"num": rounds}


def _shown(request: Request, found: UpdatePage, form: UpdateForm) -> HttpResponse:
    page = {
        "page": found,
        "form": form,
        "labels": labels,
        "asked_texts": ASKED_TEXTS,
        "parts": PARTS,
        "phases": PHASES,
        "loans": loans_of(found.sheet.pk, request.actor, on=found.sheet.on),
        "wishes": wishes_of(found.sheet.pk),
    }
    return render(request, "delivery/update.html", page, status=422 if form.errors else 200)


def _page(request: Request, slug: str) -> UpdatePage:
    found = update_page(slug, request.actor, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _project(request: Request, slug: str) -> Project:
    return get_object_or_404(updated_by(request.actor), slug=slug)
