"""What every request passes: the page cache and the access table."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

import querwerk
from querwerk.accounts.actions.tries import try_once
from querwerk.accounts.queries.proofs import Bearer, bearer
from querwerk.accounts.rules import SECOND_FACTOR
from querwerk.accounts.views.session import network_of
from querwerk.journal.actions import NOBODY, Actor
from querwerk.journal.queries import position
from querwerk.journal.request import Request

from .access import TABLE
from .acting import acting

_LOG = logging.getLogger("querwerk.accounts")

Respond = Callable[[HttpRequest], HttpResponse]

#: The slices whose events can change a public page.
SHOWN_SLICES = ("structure", "trails", "sprints", "teams", "projects", "delivery", "privacy")

#: The state of the code: a new version of the house answers with new entity tags.
_BUILD = max(
    path.stat().st_mtime_ns
    for path in Path(querwerk.__file__).parent.rglob("*")
    if path.suffix in (".py", ".html", ".mo")
)
_LARGEST_KEPT = 1_000_000


def page_cache(get_response: Respond) -> Respond:
    """Serves public pages by (address, journal position, day): never stale, never shared between actors.

    The language is part of the address. A request with a session cookie or a token, or for a static file, passes
    by. What is kept is the whole answer with the headers of all other middleware.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        reads = request.method in ("GET", "HEAD") and not request.path_info.startswith(settings.STATIC_URL)
        if _shows_token(request):
            response = get_response(request)
            response.cookies.clear()  # the token comes with each request; a cookie would only outlive it
            return response
        if not reads or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        request.get_host()  # refuses an unknown host, which the pages made below do too late for a kept one
        stamp = f"{_BUILD}|{request.get_full_path()}|{position(SHOWN_SLICES)}|{timezone.localdate()}"
        key = hashlib.sha256(stamp.encode()).hexdigest()
        etag = f'"{key[:32]}"'
        if etag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": etag})
        kept = cache.get(key)
        if kept is not None:
            content, headers = kept
            return HttpResponse(b"" if request.method == "HEAD" else content, headers=headers)
        response = get_response(request)
        if _may_be_kept(request, response):
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = "no-cache"
            cache.set(key, (response.content, dict(response.headers)), timeout=86_400)
            if request.method == "HEAD":
                response.content = b""  # the length stays in the header
        return response

    return middleware


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    door = TABLE.get(match.view_name) if match else None
    return (
        door is not None
        and door.public
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE" not in request.META  # no form with the token of the one who asked first
        and "no-store" not in response.headers.get("Cache-Control", "")
        and len(response.content) < _LARGEST_KEPT
    )


def access(get_response: Respond) -> Respond:
    """Asks the access table before any view runs; what it does not admit is a log-in or a 404."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("no text holds a NUL; PostgreSQL would refuse it further in")
        service = _service(request) if _shows_token(request) else None
        if isinstance(service, HttpResponse):
            return service
        cast(Request, request).actor = cast(Actor, SimpleLazyObject(partial(_actor, request, service)))
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        door = TABLE.get(match.view_name) if match else None
        if door is not None and (door.public or door.admits(cast(Request, request).actor, **kwargs)):
            return None
        if _shows_token(request):
            return _no(403, _("This token does not name what you ask for."))
        if door is not None and not door.hidden and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return page_not_found(request, Http404())

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _actor(request: HttpRequest, service: Bearer | None) -> Actor:
    """Who asks: a service by its token alone, else whoever the session says."""
    on = timezone.localdate()
    if service is not None:
        return replace(acting(service.account, on=on, second_factor=False), only=service.scopes)
    if not request.user.is_authenticated:
        return NOBODY
    return acting(request.user, on=on, second_factor=bool(request.session.get(SECOND_FACTOR)))


def _shows_token(request: HttpRequest) -> bool:
    return request.headers.get("Authorization", "")[:7].casefold() == "bearer "


def _service(request: HttpRequest) -> Bearer | HttpResponse:
    """The service that shows a token, which reads and does nothing else; or the refusal."""
    at = timezone.now()
    found = bearer(request.headers["Authorization"][7:].strip(), at=at)
    if found is None:
        if not try_once("token_network", network_of(request), at=at):
            return _no(429, _("Too many tries from here. Please wait a quarter of an hour, then try again."))
        _LOG.warning("a token that is wrong, has ended or has expired was refused")
        return _no(401, _("This token is wrong, has ended or has expired."))
    if request.method not in ("GET", "HEAD"):
        return _no(403, _("A token reads and changes nothing."))
    return found


def _no(status: int, sentence: str) -> HttpResponse:
    """A refusal for a machine: one sentence, no page."""
    headers = {"WWW-Authenticate": 'Bearer realm="Querwerk"'} if status == 401 else {}
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
