"""What machines look for at fixed addresses: whom to tell of a hole (RFC 9116), and where robots need not go."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

#: What is said here is looked after; who reads it later than this asks again.
_GOOD_FOR = timedelta(days=180)
#: Where a robot finds forms only.
_FORMS = ("/anmelden/", "/suche/", "/mein-bereich/", "/leitprojekte/*/bearbeiten/")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole; without a contact there is no such file."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if "@" in contact and not contact.startswith(("mailto:", "https:")):
        contact = f"mailto:{contact}"
    expires = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + _GOOD_FOR
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    ]
    return _text(lines)


def robots_txt(request: HttpRequest) -> HttpResponse:
    """Everything public may be found; forms are no use to a robot."""
    return _text(["User-agent: *", *(f"Disallow: {way}" for form in _FORMS for way in (form, f"/en{form}"))])


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
