"""What happens at a board while one looks at it: as a stream, or asked for now and then."""

from __future__ import annotations

import json

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from querwerk import streams
from querwerk.journal.request import Request

from ..lifecycle import Step
from ..queries.changes import BoardNews, changes_after
from .cards import found

_NEWS = BoardNews()


def stream(request: Request, slug: str) -> HttpResponseBase:
    _sprint, board = found(slug)
    if not streams.has_room():
        said = _("No room for one more stream. The board asks for news now and then instead.")
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "5"})
    since = min(_since(request), board.version)
    over = streams.HandOver(_NEWS, board.pk, since, chunked=request.META["SERVER_PROTOCOL"] != "HTTP/1.0")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(streams.opening(over), content_type="text/event-stream", headers=headers)


def news(request: Request, slug: str) -> HttpResponse:
    _sprint, board = found(slug)
    since = min(_since(request), board.version)
    tag = f'"{board.version}"'
    if request.headers.get("If-None-Match") == tag and since == board.version:
        return HttpResponseNotModified(headers={"ETag": tag})
    told = changes_after(board.pk, since)
    if told is None:
        told = [(board.version, Step.STAGE, "{}")]
    said = [{"number": number, "about": about, "said": json.loads(data)} for number, about, data in told]
    return JsonResponse({"number": board.version, "news": said}, headers={"ETag": tag, "Cache-Control": "no-store"})


def _since(request: Request) -> int:
    """The last number the browser was told; what it was told by the stream counts more than by the page."""
    asked = request.headers.get("Last-Event-ID") or request.GET.get("seit", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
