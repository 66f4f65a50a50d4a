"""Guests: their codes, and coming in with one."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from markupsafe import Markup

from querwerk.accounts.actions.tries import try_once
from querwerk.accounts.views.session import arrive, network_of
from querwerk.codes import grouped
from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from ..actions.guests import behind, issue_codes, redeem
from ..forms.seats import CodesForm, GuestForm, GuestNameForm
from ..lifecycle import CODE_LENGTH
from ..models import GuestCode
from .sprints import found


@require_POST
def codes(request: Request, slug: str) -> HttpResponse:
    page, form = found(request, slug), CodesForm(request.POST)
    count = form.cleaned_data["count"] if form.is_valid() else 0
    try:
        issued = issue_codes(slug, count=count, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("sprints:participants", slug)
    where = f"{settings.PUBLIC_URL}{reverse('sprints:guest')}".partition("://")[2]
    slips = [(grouped(code), _picture(code)) for code in issued]
    return render(request, "sprints/codes.html", {"page": page, "slips": slips, "where": where})


@never_cache
def guest(request: Request, code: str = "") -> HttpResponse:
    """The code first, then, the first time, a name; whoever came before is let in again at once.

    Wrong codes are counted, a right one opens always: a full room comes from one network, and 60 bits need no pause.
    """
    if request.method != "POST":
        return _shown(request, "sprints/guest.html", {"form": GuestForm(initial={"code": code})})
    form, at = GuestForm(request.POST), timezone.now()
    if not form.is_valid():
        return _shown(request, "sprints/guest.html", {"form": form}, 422)
    row = behind(form.cleaned_data["code"], at=at)
    if row is not None:
        return _let_in(request, row)
    if not try_once("guest_network", network_of(request), at=at):
        form.add_error(None, _("Too many wrong codes from here. Please wait a quarter of an hour, then try again."))
        return _shown(request, "sprints/guest.html", {"form": form}, 429)
    form.add_error("code", _no_code(form.cleaned_data["code"]))
    return _shown(request, "sprints/guest.html", {"form": form}, 422)


def _picture(code: str) -> Markup:
    address = f"{settings.PUBLIC_URL}{reverse('sprints:guest_code', args=[code])}"
    svg = segno.make(address, error="m").svg_inline(omitsize=True, border=4, svgclass="qw-code", lineclass=None)
    return Markup(svg)  # noqa: S704 - drawn by us


def _let_in(request: Request, row: GuestCode) -> HttpResponse:
    name = GuestNameForm(request.POST if "name" in request.POST else None, initial={"code": request.POST["code"]})
    if row.account is None and not name.is_valid():
        page = {"form": name, "sprint": row.sprint}
        return _shown(request, "sprints/guest_name.html", page, 422 if name.errors else 200)
    called = name.cleaned_data["name"] if name.is_valid() else ""
    try:
        account = redeem(request.POST["code"], name=called, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("sprints:guest")
    return arrive(request, account, next_url=reverse("sprints:sprint", args=[row.sprint.slug]))


def _no_code(code: str) -> str:
    signs = sum(sign.isalnum() for sign in code)
    if signs != CODE_LENGTH:
        return _("A code has %(length)s signs, you typed %(typed)s.") % {"length": CODE_LENGTH, "typed": signs}
    return _("This code does not work, or no longer. Please compare it sign by sign, or ask who invited you.")


def _shown(request: Request, template: str, page: dict[str, object], status: int = 200) -> HttpResponse:
    """A page whose address may be a secret: no other page learns of it, and no log of requests that went wrong.

    With no-referrer a browser sends its form as if from nowhere, which is refused as forged.
    """
    response = render(request, template, page, status=status)
    response.headers["Referrer-Policy"] = "strict-origin"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django writes the path of a refusal into its log
    return response
