"""Who is asking, when a proxy stands before the house: its word counts only if it comes from the proxy we know.

``QUERWERK_PROXY`` names its addresses or networks. From there ``X-Forwarded-For`` says who asks (the last address that
is no proxy of ours) and ``X-Forwarded-Proto`` whether the way was encrypted. From anywhere else these headers are
thrown away: everybody could have written them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network
Respond = Callable[[HttpRequest], HttpResponse]

_SAYINGS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
            "HTTP_X_FORWARDED_SSL", "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_REAL_IP", "HTTP_FORWARDED")  # fmt: skip


def networks(written: Sequence[str]) -> list[Network]:
    """The settings as networks. Raises ValueError for what is none."""
    return [ip_network(one.strip(), strict=False) for one in written if one.strip()]


def proxy(get_response: Respond) -> Respond:
    """The outermost middleware: all others believe what it leaves."""
    known = networks(settings.PROXY)

    def middleware(request: HttpRequest) -> HttpResponse:
        said = {name: request.META.pop(name, "") for name in _SAYINGS}
        if is_known(request.META.get("REMOTE_ADDR", ""), known):
            request.META["REMOTE_ADDR"] = asking(said["HTTP_X_FORWARDED_FOR"], known) or request.META["REMOTE_ADDR"]
            if said["HTTP_X_FORWARDED_PROTO"].strip().lower() == "https":
                request.META["wsgi.url_scheme"] = "https"
        return get_response(request)

    return middleware


def is_known(address: str, known: Sequence[Network]) -> bool:
    """Whether an address is a proxy of ours; what is no address is not."""
    try:
        return any(ip_address(address) in network for network in known)
    except ValueError:
        return False


def asking(forwarded: str, known: Sequence[Network]) -> str:
    """The last address in the list that is no proxy of ours; empty when that one is no address at all."""
    for hop in reversed([part.strip() for part in forwarded.split(",")]):
        if not is_known(hop, known):
            try:
                return str(ip_address(hop))
            except ValueError:
                return ""
    return ""
