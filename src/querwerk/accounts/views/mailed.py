"""Links sent by mail: asking for one, and using it. Looking at a link changes nothing; a button does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from querwerk.journal.actions import Refused

from ..actions import links
from ..actions.tries import try_once
from ..forms import AddressForm, NewPasswordForm
from ..lifecycle import Purpose
from ..models import MailLink
from ..queries.proofs import link_behind, usable
from .session import network_of

_USE: dict[Purpose, tuple[Callable[..., None], Any, Any]] = {
    Purpose.REGISTER: (links.register, _("Open the account"), _("Your account is open. You can log in now.")),
    Purpose.RESET: (links.renew_password, _("Set the password"), _("Your new password is set. You can log in now.")),
    Purpose.INVITE: (links.accept, _("Open the account"), _("Your account is open. You can log in now.")),
}


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    page = {
        "title": _("Register"),
        "lead": _("For residents. We send you a link; your account opens when you have followed it."),
    }
    return _ask(request, links.ask_to_register, page)


@never_cache
def forgot(request: HttpRequest) -> HttpResponse:
    page = {"title": _("Password forgotten"), "lead": _("We send you a link with which you set a new password.")}
    return _ask(request, links.ask_for_new_password, page)


def _ask(request: HttpRequest, action: Callable[..., None], page: dict[str, Any]) -> HttpResponse:
    """The same page and status for every address; only a network that asks too often is told so."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at, address = timezone.now(), form.cleaned_data["address"]
        if not try_once("mail_network", network_of(request), at=at):
            form.add_error(None, _("Too many tries from here. Please wait an hour, then try again."))
        else:
            if try_once("mail_address", address.casefold(), at=at):
                action(address=address, at=at)
            return render(request, "accounts/mail_sent.html", {**page, "address": address})
    return render(request, "accounts/ask.html", {**page, "form": form}, status=422 if form.errors else 200)


@never_cache
@sensitive_variables("token")
@sensitive_post_parameters("password", "again")
def link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """What a mailed link shows; repeated after it was used, it shows that it worked."""
    if purpose not in Purpose.__members__.values():
        raise Http404
    found, at = link_behind(Purpose(purpose), token), timezone.now()
    action, title, done = _USE[Purpose(purpose)]
    if found is not None and found.used_at is not None:
        return _show(request, "accounts/link_done.html", {"title": title, "done": done})
    if found is None or not usable(found, at):
        return _show(request, "accounts/link_dead.html", {"purpose": purpose}, status=404)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, account=found.account)
    if request.method == "POST" and form.is_valid() and _used(form, action, found, at):
        return _show(request, "accounts/link_done.html", {"title": title, "done": done})
    page = {"form": form, "title": title, "address": found.address, "name": found.name}
    return _show(request, "accounts/link.html", page, status=422 if form.errors else 200)


def _used(form: NewPasswordForm, action: Callable[..., None], found: MailLink, at: datetime) -> bool:
    try:
        action(found, password=form.cleaned_data["password"], at=at)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


def _show(request: HttpRequest, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page whose address is a secret: other pages learn the house it came from and nothing more.

    With "no-referrer" browsers send the form of this very page as if from nowhere, which the guard against forged
    requests refuses.
    """
    response = render(request, template, page, status=status)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
