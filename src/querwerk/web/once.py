"""A form takes effect once, however often it is sent: by a double click, or again after a lost answer.

Every rendered form carries a number of its own. The first identical submission of an account (same number, same
address, same words) claims it inside the transaction of what it does; the others wait for that transaction and get the
same answer: the same redirect with the same message, or the same page. A refused form gives its claim back, and a crash
takes everything back: effect and claim are one transaction. Whoever goes back and changes a word sends another form.

An answer may show something that is shown once, such as a new key. So it is kept locked with the number of the form,
which is stored nowhere.

Without a log-in there is no claim: those forms (log-in, registration) have the same effect however often they are sent.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from typing import Any

from cryptography.fernet import Fernet
from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .actions.submissions import claim_submission, keep_answer, release_submission

#: The field with the number of a rendered form.
FIELD = "once"
#: Two who wait for each other: PostgreSQL takes back all that one of them did. That one is done again.
_DEADLOCK, _TRIES = "40P01", 3
_UNREAD = {"csrfmiddlewaretoken"}
#: What an answer consists of, beside its content; all others are set anew for each answer.
_HEADERS = ("Location", "Content-Type", "Content-Disposition", "Cache-Control")


def _guards(request: HttpRequest) -> SafeString:
    """The hidden fields of every form: the token against forged requests and, after log-in, the number."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    if not _account(request):
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, uuid.uuid4())


#: As a value of a page it costs nothing until a form asks for it.
guards = lazy(_guards, SafeString, str)


def once(get_response: Any) -> Any:
    """The middleware; stands innermost: what another one answers in place of the view (log in first) is no effect."""

    def middleware(request: HttpRequest) -> Any:
        return get_response(request)

    middleware.process_view = in_place_of  # type: ignore[attr-defined]
    return middleware


def in_place_of(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
    """What a view answers to a form, run once in one transaction; None where there is no form of somebody."""
    account = _account(request) if request.method == "POST" and request.POST.get(FIELD) else None
    if account is None:
        return None
    for _try in range(_TRIES - 1):
        try:
            return _taken(account, request, view, args, kwargs)
        except OperationalError as trouble:
            if getattr(trouble.__cause__, "sqlstate", "") != _DEADLOCK:
                raise
            getattr(messages.get_messages(request), "_queued_messages", []).clear()  # nothing of it has happened
    return _taken(account, request, view, args, kwargs)


def _taken(account: Any, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse:
    with transaction.atomic():
        submission, new = claim_submission(account, key_of(request), at=timezone.now())
        if not new:
            return _again(request, submission.answer)
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif response.status_code >= 400 or response.streaming:
            release_submission(submission)
        else:
            keep_answer(submission, answer=_kept(request, response))
    return response


def key_of(request: HttpRequest) -> str:
    """A hash of the form's number, the address and everything that was filled in."""
    found = hashlib.sha256(request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        if name not in _UNREAD:
            found.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    return found.hexdigest()


def _account(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None


def _lock(request: HttpRequest) -> Fernet:
    """Opens and closes with the number of the form alone."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(request.POST[FIELD].encode()).digest()))


def _kept(request: HttpRequest, response: HttpResponse) -> str:
    """The answer, and what the view has told the person beside it."""
    told = getattr(messages.get_messages(request), "_queued_messages", [])
    answer = {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _HEADERS if name in response.headers},
        "content": base64.b64encode(response.content).decode(),
        "notices": [(notice.level, str(notice.message), notice.extra_tags or "") for notice in told],
    }
    return _lock(request).encrypt(json.dumps(answer).encode()).decode()


def _again(request: HttpRequest, kept: str) -> HttpResponse:
    answer = json.loads(_lock(request).decrypt(kept.encode()))
    for level, text, tags in answer["notices"]:
        messages.add_message(request, level, text, extra_tags=tags)
    if (address := answer["headers"].get("Location")) is not None:
        return HttpResponseRedirect(address)
    return HttpResponse(base64.b64decode(answer["content"]), status=answer["status"], headers=answer["headers"])
