"""The session: who is half way in, who is in, and from which network somebody tries."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from querwerk.structure.models import Account

from ..lifecycle import PENDING
from ..queries.proofs import has_factor
from ..rules import SECOND_FACTOR

_PENDING = "half_way_in"
_BACKEND = "querwerk.accounts.queries.log_in.ByPassword"


def arrive(request: HttpRequest, account: Account, *, next_url: str, second_factor: bool = False) -> HttpResponse:
    """Lets somebody in; whoever has a second factor and did not show it yet is only half way in."""
    if has_factor(account) and not second_factor:
        until = timezone.now() + PENDING
        request.session.cycle_key()
        request.session[_PENDING] = {
            "account": account.pk,
            "state": account.get_session_auth_hash(),
            "next": next_url,
            "until": until.timestamp(),
        }
        return redirect("accounts:prove")
    request.session.pop(_PENDING, None)
    login(request, account, backend=_BACKEND)
    if second_factor:
        request.session[SECOND_FACTOR] = True
    return redirect(safe(request, next_url))


def half_way_in(request: HttpRequest) -> tuple[Account, str] | None:
    """Who has shown the first factor a short while ago, and where they want to go."""
    said: dict[str, Any] | None = request.session.get(_PENDING)
    if said is None or timezone.now().timestamp() > said["until"]:
        return None
    account = Account.objects.filter(pk=said["account"], is_active=True).first()
    if account is None or not constant_time_compare(said["state"], account.get_session_auth_hash()):
        return None
    return account, said["next"]


def has_shown_factor(request: HttpRequest) -> None:
    """Somebody has just set up a second factor, which shows that they have it."""
    request.session.cycle_key()
    request.session[SECOND_FACTOR] = True


def safe(request: HttpRequest, next_url: str) -> str:
    """Where to go on: never to another host, and only to an address, which begins with a slash."""
    fits = url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure())
    return next_url if fits and next_url.startswith("/") else reverse("home")


def network_of(request: HttpRequest) -> str:
    """The network somebody comes from: /24, or /64. Whether a proxy is believed was decided before."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))


def pending_until() -> float:
    """Until when an answer of the provider is awaited."""
    return (timezone.now() + PENDING).timestamp()
