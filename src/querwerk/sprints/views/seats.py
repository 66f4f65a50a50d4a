"""Joining a sprint, giving up a seat, who sits there, and inviting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.structure.models import Account

from .. import labels
from ..actions import guests as guests_actions
from ..actions import seats as actions
from ..forms.seats import CodesForm, FacilitatorForm, InviteForm
from ..lifecycle import Place
from ..queries.consents import asked_of
from ..queries.seats import own_seat
from ..queries.seats import participants as people_of
from .sprints import found

WORDS = {"parts": labels.PARTS, "places": labels.PLACES, "abouts": labels.ABOUTS, "joinings": labels.JOININGS}


@require_POST
def join(request: Request, slug: str) -> HttpResponse:
    found(request, slug)
    try:
        seat = actions.join(slug, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        if seat.state == Place.TAKEN:
            messages.success(request, _("You have a seat."))
        else:
            messages.info(
                request,
                _("All seats are taken. You are on the waiting list: as soon as a seat becomes free it is yours, and"
                  " you get a mail."),
            )  # fmt: skip
    return redirect("sprints:sprint", slug)


@require_POST
def give_up(request: Request, slug: str) -> HttpResponse:
    found(request, slug)
    with told(request, _("Thank you for saying so. Your seat goes to whoever waits.")):
        actions.give_up(slug, by=request.actor, at=timezone.now())
    return redirect("sprints:list")


def participants(request: Request, slug: str) -> HttpResponse:
    return _people(request, slug)


@require_POST
def invite(request: Request, slug: str) -> HttpResponse:
    found(request, slug)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, slug, invite=form)
    wanted = form.cleaned_data["addresses"]
    known = {account.email.casefold(): account for account in _known(wanted)}
    unknown = [address for address in wanted if address not in known]
    try:
        asked = actions.invite(slug, accounts=known.values(), by=request.actor, at=timezone.now())
        asked += guests_actions.invite_guests(slug, addresses=unknown, by=request.actor, at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _people(request, slug, invite=form)
    said = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", asked)
    messages.success(request, said % {"num": asked})
    return redirect("sprints:participants", slug)


@require_POST
def facilitator(request: Request, slug: str) -> HttpResponse:
    found(request, slug)
    form = FacilitatorForm(request.POST)
    account = next(iter(_known([form.cleaned_data["address"]])), None) if form.is_valid() else None
    try:
        if account is None:
            raise Refused(_("Nobody of the house has this address."), field="address")
        actions.name_facilitator(slug, account=account, by=request.actor, at=timezone.now())
    except Refused as refused:
        if not form.errors:
            form.add_error("address", refused.sentence)
        return _people(request, slug, facilitator=form)
    messages.success(request, _("This person leads through the sprint now, too."))
    return redirect("sprints:participants", slug)


def _known(addresses: list[str]) -> list[Account]:
    """The open accounts with these addresses, whatever they log in with."""
    wanted = [address.casefold() for address in addresses]
    people = Account.objects.exclude(kind=Account.Kind.SERVICE).exclude(email="")
    return [account for account in people.filter(is_active=True) if account.email.casefold() in wanted]


def _people(request: Request, slug: str, **tried: forms.Form) -> HttpResponse:
    page = found(request, slug)
    seat = own_seat(page, request.actor)
    shown: dict[str, Any] = {
        "page": page,
        "seat": seat,
        "people": people_of(page),
        "asked": asked_of(page.pk, request.actor) if seat.works_in_it else (),
        "invite": tried.get("invite") or InviteForm(auto_id="invite_%s"),
        "facilitator": tried.get("facilitator") or FacilitatorForm(auto_id="facilitator_%s"),
        "codes": CodesForm(auto_id="codes_%s"),
        "refused": next(iter(tried.values()), None),
        **WORDS,
    }
    return render(request, "sprints/participants.html", shown, status=422 if tried else 200)
