"""The result of a sprint as a file."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse

from querwerk.docx import as_docx
from querwerk.journal.request import Request
from querwerk.sprints.rules import may_export_result
from querwerk.tables import download
from querwerk.teams.queries.results import result_page

from ..exchange.pdf import as_pdf
from ..exchange.results import written_result
from .reports import TYPES

_WRITE = {"pdf": as_pdf, "docx": as_docx}


def result_file(request: Request, slug: str, form: str) -> HttpResponse:
    page = result_page(slug, request.actor)
    if page is None or form not in _WRITE or not may_export_result(request.actor, page.showing):
        raise Http404
    content = _WRITE[form](written_result(page, municipality=settings.MUNICIPALITY))
    return download(content, TYPES[form], f"ergebnis-{slug}.{form}")
