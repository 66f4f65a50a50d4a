"""Outside experts without a log-in, kept by the staff unit with the day of their consent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told

from ..actions import pool as actions
from ..forms.pool import OutsiderForm, initial_of
from ..labels import CONSENT_OF_OUTSIDER
from ..models import Profile
from ..queries import pool as queries
from ..queries.skills import suggestions
from ..rules import outsiders_for
from .pool import change_skills


def outsiders(request: Request) -> HttpResponse:
    found = queries.outsiders(outsiders_for(request.actor))
    return render(request, "teams/outsiders.html", {"found": found})


def new(request: Request) -> HttpResponse:
    return _form(request, None)


def outsider(request: Request, key: UUID) -> HttpResponse:
    return _form(request, _held(request, key))


@require_POST
def skills(request: Request, key: UUID) -> HttpResponse:
    change_skills(request, _held(request, key))
    return redirect("teams:outsider", key)


@require_POST
def withdraw(request: Request, key: UUID) -> HttpResponse:
    actions.withdraw(_held(request, key), by=request.actor, at=timezone.now())
    messages.success(request, _("The profile is deleted, with everything in it."))
    return redirect("teams:outsiders")


def _form(request: Request, found: Profile | None) -> HttpResponse:
    form = OutsiderForm(request.POST if request.method == "POST" else None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        with told(request, _("Saved."), form) as went:
            kept = actions.keep_outsider(found, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:outsider", kept.key)
    text = request.GET.get("suche", "")[:200]
    page = {
        "form": form, "page": queries.kept_page(found, on=timezone.localdate()), "consent": CONSENT_OF_OUTSIDER,
        "text": text, "suggested": suggestions(text) if text and found else [],
    }  # fmt: skip
    return render(request, "teams/outsider.html", page, status=422 if form.errors else 200)


def _held(request: Request, key: UUID) -> Profile:
    return get_object_or_404(outsiders_for(request.actor), key=key)
