"""What happens at a board while one looks at it: as a stream, or asked for now and then."""

from __future__ import annotations

import json

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from querwerk import streams
from querwerk.journal.request import Request
from querwerk.tables import whole_number

from ..lifecycle import Step
from ..queries.changes import changes_after
from .cards import found


def stream(request: Request, slug: str) -> HttpResponseBase:
    _sprint, board = found(slug)
    if not streams.kept():
        return HttpResponse(status=204)  # tells a browser not to come back; the board asks now and then instead
    since = min(_since(request), board.version)
    over = streams.HandOver(board.pk, since, chunked=request.META["SERVER_PROTOCOL"] != "HTTP/1.0")
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
    return whole_number(asked, digits=9)
