"""What every request passes: the content security policy, the page cache, and the access table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.defaults import page_not_found

import querwerk
from querwerk.journal.actions import NOBODY, Actor
from querwerk.journal.queries import position
from querwerk.journal.request import Request

from .access import TABLE
from .acting import acting

Respond = Callable[[HttpRequest], HttpResponse]

#: The slices whose events can change a public page.
SHOWN_SLICES = ("structure", "projects", "delivery", "privacy")

#: The state of the code: a new version of the house answers with new entity tags.
_BUILD = max(
    path.stat().st_mtime_ns
    for path in Path(querwerk.__file__).parent.rglob("*")
    if path.suffix in (".py", ".html", ".mo")
)
_LARGEST_KEPT = 1_000_000

_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def content_security_policy(get_response: Respond) -> Respond:
    """Only our own host, nothing inline."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware


def page_cache(get_response: Respond) -> Respond:
    """Serves public pages by (address, journal position, day): never stale, never shared between actors.

    The language is part of the address. A request with a session cookie, or for a static file, passes by. What is kept
    is the whole answer with the headers of all other middleware.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        reads = request.method in ("GET", "HEAD") and not request.path_info.startswith(settings.STATIC_URL)
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
        and response.headers.get("Cache-Control") != "no-store"
        and len(response.content) < _LARGEST_KEPT
    )


def access(get_response: Respond) -> Respond:
    """Asks the access table before any view runs; what it does not admit is a log-in or a 404."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("no text holds a NUL; PostgreSQL would refuse it further in")
        cast(Request, request).actor = cast(Actor, SimpleLazyObject(lambda: _actor(request)))
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        door = TABLE.get(match.view_name) if match else None
        if door is not None and (door.public or door.admits(cast(Request, request).actor, **kwargs)):
            return None
        if door is not None and not door.hidden and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return page_not_found(request, Http404())

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return acting(user, on=timezone.localdate()) if user.is_authenticated else NOBODY
