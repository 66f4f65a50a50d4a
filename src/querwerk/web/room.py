"""Room on the disk: told early, and below the last gibibyte the house is read only, before the database stops dead."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from . import errors

#: Below this nothing new is written.
LAST = 2**30
#: Below this share the doctor speaks up. Nobody is stopped by it: a tenth of a large disk is years of work.
EARLY = 0.1

READ_ONLY = (
    _("Nothing can be stored at the moment"),
    _(
        "The disk of this house is nearly full, so for now everything can be read and nothing changed. Your entry was "
        "not stored; please keep it and try again later. The people who run the house have to make room."
    ),
)

Respond = Callable[[HttpRequest], HttpResponse]


def free(home: Path) -> tuple[int, int]:
    """Free and all bytes of the disk that a house stands on."""
    usage = shutil.disk_usage(home)
    return usage.free, usage.total


def enough() -> Iterable[str]:
    """The disk fills up: said while there is still time."""
    left, total = free(settings.HOME)
    if left < LAST or left < total * EARLY:
        yield f"Auf der Platte sind nur noch {left / 2**30:.1f} GiB frei ({left / total:.0%}). Unter 1 GiB nimmt das Haus nichts mehr an."  # noqa: E501


def read_only_when_full(get_response: Respond) -> Respond:
    """Whoever wants to store something on a full disk is told so; whoever reads notices nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS") or free(settings.HOME)[0] >= LAST:
            return get_response(request)
        response = errors.page(503, READ_ONLY)
        response.headers["Retry-After"] = "600"
        return response

    return middleware
