"""A form takes effect once, however often it is sent: by a double click, or again after a lost answer.

Every rendered form carries a number of its own. The first identical submission of an account (same number, same
address, same words) claims it inside the transaction of what it does; the others wait for that transaction and are led
to the same place with the same message. A refused form gives its claim back, and a crash takes everything back: effect
and claim are one transaction. Whoever goes back and changes a word sends another form.

Without a log-in there is no claim: those forms (log-in, registration) have the same effect however often they are sent.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .actions.submissions import claim_submission, keep_answer, release_submission

#: The field with the number of a rendered form.
FIELD = "once"
_UNREAD = {"csrfmiddlewaretoken"}


def _guards(request: HttpRequest) -> SafeString:
    """The hidden fields of every form: the token against forged requests and, after log-in, the number."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    if not _account(request):
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, uuid.uuid4())


#: As a value of a page it costs nothing until a form asks for it.
guards = lazy(_guards, SafeString, str)


def once(get_response: Any) -> Any:
    """The middleware; stands innermost, so that what it wraps is the view alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        account = _account(request) if request.method == "POST" and request.POST.get(FIELD) else None
        if account is None:
            response: HttpResponse = get_response(request)
            return response
        with transaction.atomic():
            submission, new = claim_submission(account, key_of(request), at=timezone.now())
            if not new:
                return _again(request, submission.answer, submission.notices)
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif isinstance(response, HttpResponseRedirect):
                keep_answer(submission, answer=response.url, notices=_notices(request))
            else:
                release_submission(submission)
        return response

    return middleware


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


def _notices(request: HttpRequest) -> list[tuple[int, str, str]]:
    """What the view has just told the person."""
    told = getattr(messages.get_messages(request), "_queued_messages", [])
    return [(notice.level, str(notice.message), notice.extra_tags or "") for notice in told]


def _again(request: HttpRequest, answer: str, notices: list[Any]) -> HttpResponse:
    for level, text, tags in notices:
        messages.add_message(request, level, text, extra_tags=tags)
    return HttpResponseRedirect(answer)
