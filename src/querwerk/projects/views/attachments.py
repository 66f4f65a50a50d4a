"""Handing out what lies with a project."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from querwerk.journal.request import Request
from querwerk.uploads import handed_out

from ..rules import attachments_visible_to


def attachment(request: Request, slug: str, pk: int) -> HttpResponseBase:
    found = get_object_or_404(attachments_visible_to(request.actor), project__slug=slug, pk=pk)
    answer = handed_out(found.digest, found.kind, found.name)
    if answer is None:
        raise Http404
    return answer
