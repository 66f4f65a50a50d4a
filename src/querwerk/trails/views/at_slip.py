"""The page of a station: no log-in, no cookie, nothing kept about who or what device presses.

A forged press from another site would need the code, which is why no token against forgery is asked for here: the
address itself is the secret (ADR 0016). It goes to no other page as the one before, and into no log of ours.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from querwerk.codes import digest, typed
from querwerk.journal.actions import Refused

from ..actions.stamps import stamp_slip, withdraw_stamp
from ..forms.slips import CodeForm, MarkForm
from ..labels import MARKS
from ..lifecycle import UNDO
from ..models import Slip, Stamp
from ..queries.at_slip import at_slip as seen_at
from ..queries.at_slip import slip_behind

_UNDO = "trails.undo"


@csrf_exempt
@never_cache
@sensitive_variables("code")
def type_code(request: HttpRequest) -> HttpResponse:
    """For who cannot scan: the code, typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = typed(form.cleaned_data["code"])
        if slip_behind(code, at=timezone.now()) is None:
            return _dead(request)
        return _private(redirect("trails:at_slip", code))
    return _show(request, "trails/type_code.html", {"form": form}, 422 if form.errors else 200)


@csrf_exempt
@never_cache
@sensitive_variables("code")
def at_slip(request: HttpRequest, code: str) -> HttpResponse:
    """Looking changes nothing; a press marks."""
    at = timezone.now()
    slip = slip_behind(code, at=at)
    if slip is None:
        return _dead(request)
    seen = seen_at(slip, on=timezone.localdate(at))
    form = MarkForm(request.POST if request.method == "POST" else None, slip=slip, seen=seen, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            stamp, new = stamp_slip(slip, form.said(), at=at)
            return _noted(request, slip, code, stamp, new=new, at=at)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
    page = {"slip": slip, "code": typed(code), "seen": seen, "form": form, "key": _key(request), "marks": MARKS}
    return _show(request, "trails/at_slip.html", page, 422 if form.errors else 200)


@csrf_exempt
@never_cache
@require_POST
@sensitive_variables("code")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The last mark is taken back by whoever holds the page that noted it."""
    at = timezone.now()
    slip = slip_behind(code, at=at)
    if slip is None:
        return _dead(request)
    page: dict[str, Any] = {"slip": slip, "code": typed(code), "trouble": ""}
    try:
        withdraw_stamp(slip, _held(request, code, at), at=at)
    except Refused as refused:
        page["trouble"] = refused.sentence
    return _show(request, "trails/withdrawn.html", page, 409 if page["trouble"] else 200)


def _noted(request: HttpRequest, slip: Slip, code: str, stamp: Stamp, *, new: bool, at: datetime) -> HttpResponse:
    """What was noted, with the way to take it back: signed, so that nothing about it has to be kept."""
    held = {"stamp": stamp.pk, "slip": digest(typed(code)), "until": (at + UNDO).timestamp()}
    undo = signing.dumps(held, salt=_UNDO) if new else ""
    page = {"slip": slip, "code": typed(code), "stamp": stamp, "new": new, "undo": undo, "marks": MARKS}
    return _show(request, "trails/noted.html", page)


def _held(request: HttpRequest, code: str, at: datetime) -> int:
    """The number of the mark that a page may take back."""
    try:
        held = signing.loads(request.POST.get("undo", ""), salt=_UNDO)
    except signing.BadSignature:
        held = {}
    if held.get("slip") != digest(typed(code)) or at.timestamp() > held["until"]:
        raise Refused(_("A mark can be taken back for ten minutes only. Please tell whoever keeps the slip."))
    number: int = held["stamp"]
    return number


def _key(request: HttpRequest) -> str:
    """The number of a press: the same page pressed twice is one event."""
    return request.POST.get("key", "")[:40] or uuid.uuid4().hex


def _dead(request: HttpRequest) -> HttpResponse:
    """Wrong, ended, expired: the same words, so that they tell nothing."""
    return _show(request, "trails/no_slip.html", {}, 404)


def _show(request: HttpRequest, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    return _private(render(request, template, page, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """An answer whose address is a secret: no page learns of it, and no log of requests that went wrong."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django writes the path of a refusal into its log
    return response
