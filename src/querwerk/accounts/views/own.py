"""One's own account: posts, second factors, password, sessions."""

from __future__ import annotations

import base64
import secrets
from typing import Any, cast
from urllib.parse import quote

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from markupsafe import Markup

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request
from querwerk.structure.models import Account
from querwerk.structure.views.saying import page_of

from ..actions import factors, people
from ..actions.remember import oneself
from ..actions.tries import try_once
from ..exchange import passkeys
from ..forms import ChangePasswordForm, CodeForm, PasskeyForm
from ..labels import FACTORS
from ..queries import keeping, proofs
from ..rules import SECOND_FACTOR
from .session import has_shown_factor

_SECRET, _MADE = "app_secret", "passkey_made"


def _account(request: Request) -> Account:
    return cast(Account, request.user)


@never_cache
def mine(request: Request) -> HttpResponse:
    account = _account(request)
    page = {
        "account": account,
        "posts": keeping.posts_of(account, on=timezone.localdate()),
        "factors": proofs.factors(account),
        "kinds": FACTORS,
        "codes_left": proofs.codes_left(account),
        "by_password": account.has_usable_password(),
        "shown": bool(request.session.get(SECOND_FACTOR)),
    }
    return render(request, "accounts/mine.html", page)


def _may_change_factors(request: Request) -> bool:
    """Who has a second factor must have shown one before another is added or taken away."""
    if request.session.get(SECOND_FACTOR) or not proofs.has_factor(_account(request)):
        return True
    messages.error(request, _("Please log in with your second factor first."))
    return False


@never_cache
@sensitive_post_parameters("code")
def add_app(request: Request) -> HttpResponse:
    account = _account(request)
    if not _may_change_factors(request):
        return redirect("accounts:mine")
    secret = request.session.setdefault(_SECRET, base64.b32encode(secrets.token_bytes(20)).decode())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_app(account, secret=secret, code=form.cleaned_data["code"], at=timezone.now())
        except Refused as refused:
            form.add_error("code", refused.sentence)
        else:
            del request.session[_SECRET]
            has_shown_factor(request)
            return _first_codes(request, account)
    name = quote(f"Querwerk {settings.MUNICIPALITY}:{account.called or account.username}")
    address = f"otpauth://totp/{name}?secret={secret}&issuer={quote(f'Querwerk {settings.MUNICIPALITY}')}"
    svg = segno.make(address, error="m").svg_inline(omitsize=True, border=4, svgclass="qw-code", lineclass=None)
    picture = Markup(svg)  # noqa: S704 - drawn by us
    return page_of(request, "accounts/add_app.html", form, {"form": form, "secret": secret, "picture": picture})


def _first_codes(request: Request, account: Account) -> HttpResponse:
    """After the first factor, codes for the day it is lost."""
    messages.success(request, _("The second factor is set up."))
    if proofs.codes_left(account):
        return redirect("accounts:mine")
    codes = factors.make_codes(account, at=timezone.now())
    return render(request, "accounts/codes.html", {"codes": codes})


@never_cache
def add_passkey(request: Request) -> HttpResponse:
    account, host = _account(request), request.get_host()
    if not _may_change_factors(request):
        return redirect("accounts:mine")
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = passkeys.new_passkey(host, request.session.pop(_MADE, None), form.cleaned_data["answer"])
            factors.add_passkey(account, name=form.cleaned_data["name"], **made, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            has_shown_factor(request)
            return _first_codes(request, account)
    options, request.session[_MADE] = passkeys.ask_for_new(host, account)
    return page_of(request, "accounts/add_passkey.html", form, {"form": form, "options": options})


@never_cache
def make_codes(request: Request) -> HttpResponse:
    if not _may_change_factors(request):
        return redirect("accounts:mine")
    if request.method != "POST":
        return render(request, "accounts/codes.html", {"codes": []})
    codes = factors.make_codes(_account(request), at=timezone.now())
    has_shown_factor(request)
    return render(request, "accounts/codes.html", {"codes": codes})


@require_POST
def remove_factor(request: Request, pk: int) -> HttpResponse:
    if _may_change_factors(request):
        return _done(request, _("The second factor is removed."), factors.remove_factor, pk=pk)
    return redirect("accounts:mine")


@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """All sessions end, but for this one."""
    account = _account(request)
    people.end_sessions(account, by=oneself(account), at=timezone.now())
    update_session_auth_hash(request, account)
    messages.success(request, _("All other sessions have ended."))
    return redirect("accounts:mine")


@never_cache
@sensitive_post_parameters()
def change_password(request: Request) -> HttpResponse:
    account = _account(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        if not try_once("code_account", str(account.pk), at=at):
            form.add_error(None, _("Too many tries. Please wait half an hour, then try again."))
        elif not account.check_password(form.cleaned_data["now"]):
            form.add_error("now", _("This is not your password."))
        else:
            people.set_password(account, form.cleaned_data["password"], by=oneself(account), at=at)
            update_session_auth_hash(request, account)
            messages.success(request, _("The new password is set. All other sessions have ended."))
            return redirect("accounts:mine")
    return page_of(request, "accounts/change_password.html", form, {"form": form})


def _done(request: Request, done: str, action: Any, **said: Any) -> HttpResponse:
    try:
        action(_account(request), **said, at=timezone.now())
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("accounts:mine")
