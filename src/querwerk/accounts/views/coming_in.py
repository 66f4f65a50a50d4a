"""Logging in and out: with a password, with a second factor, through the identity provider."""

from __future__ import annotations

import logging

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.structure.models import Account

from ..actions.factors import use_code, use_passkey
from ..actions.provider import admit
from ..actions.tries import forget_tries, take_back_try, try_once
from ..exchange import oidc, passkeys
from ..forms import CodeForm, LogInForm
from ..queries.proofs import has_passkey
from .session import arrive, half_way_in, network_of, pending_until, safe

_LOG = logging.getLogger("querwerk.accounts")
_ASKED, _PASSKEY = "asked_provider", "passkey_shown"


@never_cache
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    next_url = request.POST.get("next", request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(safe(request, next_url))
    form = LogInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        account = _by_password(request, form)
        if account is not None:
            return arrive(request, account, next_url=next_url)
    return _log_in_page(request, form, next_url)


def _by_password(request: HttpRequest, form: LogInForm) -> Account | None:
    """Who this is; or nobody, and the form says why, the same for every name."""
    name, network, at = form.cleaned_data["username"], network_of(request), timezone.now()
    key = (name.casefold(), network)
    if not (try_once("log_in_network", network, at=at) and try_once("log_in_name", *key, at=at)):
        _LOG.warning("log-in paused after too many tries")
        form.add_error(None, _("Too many tries from here. Please wait a quarter of an hour, then try again."))
        return None
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(account, Account):
        form.add_error(None, _("Name and password do not fit together. Please check both; capital letters matter."))
        return None
    forget_tries("log_in_name", *key)
    take_back_try("log_in_network", network)
    return account


def _log_in_page(request: HttpRequest, form: forms.Form, next_url: str, status: int = 0) -> HttpResponse:
    page = {"form": form, "next": next_url, "provider": oidc.configured()}
    return render(request, "accounts/log_in.html", page, status=status or (422 if form.errors else 200))


@never_cache
@sensitive_post_parameters("code", "answer")
def prove(request: HttpRequest) -> HttpResponse:
    """The second factor of somebody who is half way in."""
    waiting = half_way_in(request)
    if waiting is None:
        return redirect("accounts:log_in")
    account, next_url = waiting
    form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST":
        try:
            _prove(request, account, form)
            return arrive(request, account, next_url=next_url, second_factor=True)
        except Refused as refused:
            form = form if form.is_bound else CodeForm({"code": ""})
            form.errors.clear()
            form.add_error(None, refused.sentence)
    page: dict[str, object] = {"form": form, "passkey": None}
    if has_passkey(account):
        page["passkey"], request.session[_PASSKEY] = passkeys.ask_for_known(request.get_host(), account)
    return render(request, "accounts/prove.html", page, status=422 if form.errors else 200)


def _prove(request: HttpRequest, account: Account, form: CodeForm) -> None:
    """Refuses, or the second factor was shown."""
    at = timezone.now()
    if not try_once("code_account", str(account.pk), at=at):
        _LOG.warning("second factor paused after too many tries")
        raise Refused(_("Too many tries. Please wait half an hour, then try again."))
    if "answer" in request.POST:
        state = request.session.pop(_PASSKEY, None)
        factor, counter = passkeys.shown_passkey(request.get_host(), account, state, request.POST["answer"])
        use_passkey(factor, counter=counter)
    elif not form.is_valid() or not use_code(account, form.cleaned_data["code"], at=at):
        raise Refused(_("This code does not fit, or it was used already. Please take the newest one."))
    forget_tries("code_account", str(account.pk))


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("home")


# -- through the identity provider


@never_cache
def to_provider(request: HttpRequest) -> HttpResponse:
    provider = oidc.configured()
    if provider is None:
        return redirect("accounts:log_in")
    try:
        address, asked = oidc.ask(
            provider, back=_back(request), next_url=request.GET.get("next", ""), until=pending_until()
        )
    except oidc.NotTrusted as refused:
        return _not_trusted(request, refused)
    request.session[_ASKED] = asked.as_session()
    return redirect(address)


@never_cache
def from_provider(request: HttpRequest) -> HttpResponse:
    """The browser comes back from the provider with a code; what it asked is good for one answer."""
    remembered = request.session.pop(_ASKED, None)
    provider = oidc.configured()
    if provider is None:
        return redirect("accounts:log_in")
    asked = oidc.Asked(**remembered) if remembered else None
    at = timezone.now()
    try:
        claims = oidc.answer(provider, asked, request.GET.dict(), back=_back(request), now=at.timestamp())
        account = admit(issuer=claims["iss"], subject=claims["sub"], claims=claims, at=at)
    except oidc.NotTrusted as refused:
        return _not_trusted(request, refused)
    except Refused as refused:
        return _refused(request, refused.sentence)
    proven = oidc.proves_second_factor(provider, claims)
    return arrive(request, account, next_url=asked.next if asked else "", second_factor=proven)


def _not_trusted(request: HttpRequest, refused: oidc.NotTrusted) -> HttpResponse:
    _LOG.warning("log-in through the provider refused: %s", refused.why)
    return _refused(request, refused.sentence)


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    form = LogInForm({})
    form.errors.clear()
    form.add_error(None, sentence)
    return _log_in_page(request, form, "", status=403)


def _back(request: HttpRequest) -> str:
    """Where the provider sends the browser back to: this house, as the browser knows it."""
    address = request.build_absolute_uri(reverse("accounts:from_provider"))
    return address.replace("http://", "https://", 1) if settings.SESSION_COOKIE_SECURE else address
