"""What people see when something cannot be done: a page in the frame of the house, without database or session."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

TEXTS: dict[int, tuple[str | Promise, str | Promise]] = {
    400: (
        _("This request cannot be read"),
        _("The address or the form does not fit. Please go back and try again; nothing has been changed."),
    ),
    403: (
        _("This is not open to you"),
        _("Your post does not hold the right to do this. If you think it should, please ask the staff unit."),
    ),
    500: (
        _("Something went wrong on our side"),
        _("This should not have happened. Nothing has been half stored. Please try again in a few minutes."),
    ),
}
TOO_LARGE = (
    _("This is more than a form can hold"),
    _("One of the texts is far too long. Please go back and shorten it; nothing has been changed."),
)
FORM_TOO_OLD = (
    _("The form was open for too long"),
    _("For your protection a form is valid for one log-in only. Please go back, reload the page and send it again."),
)


def page(code: int, texts: tuple[str | Promise, str | Promise] | None = None) -> HttpResponse:
    """The page of an error; asks neither the database nor the session, which may be what is broken."""
    language = get_language() or "de"
    title, text = texts or TEXTS[code]
    home = "/" if language == "de" else f"/{language}/"
    context = {"language": language, "path": "", "code": code, "title": title, "text": text, "home": home}
    return HttpResponse(render_to_string("web/error.html", context), status=code)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(400, TOO_LARGE if isinstance(exception, RequestDataTooBig) else None)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The frame if it still stands, else (static files missing, broken template) the bare sentence."""
    try:
        return page(500)
    except Exception:
        title, text = TEXTS[500]
        return HttpResponse(f"{title}. {text}", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(403, FORM_TOO_OLD)
