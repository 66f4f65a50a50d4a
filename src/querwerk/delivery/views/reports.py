"""Reports: the list, the report as page and as file, the statements for it, and freezing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.docx import as_docx
from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.chain import canonical
from querwerk.journal.request import Request, told
from querwerk.projects.models import Project
from querwerk.projects.rules import visible_to
from querwerk.tables import download

from ..actions import reports as actions
from ..exchange.layout import written
from ..exchange.pdf import as_pdf
from ..forms.reports import PeriodForm, StatementForm
from ..insights import report_of
from ..labels import PARTS
from ..models import Period
from ..queries.periods import PeriodLine, StatementPage, owed, period_line, periods, spoken_line, statement_page
from ..rules import may_approve, may_deliver, may_state

TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def reports(request: Request) -> HttpResponse:
    page = {"periods": periods(request.actor), "may_deliver": may_deliver(request.actor)}
    return render(request, "delivery/reports.html", page)


def report(request: Request, label: str) -> HttpResponse:
    period = _period(request, label)
    document, sha256 = report_of(label)
    page = {"period": period, "report": written(document, sha256=sha256), "may_deliver": may_deliver(request.actor)}
    return render(request, "delivery/report.html", page)


def file(request: Request, label: str, form: str) -> HttpResponse:
    _period(request, label)
    if form not in TYPES:
        raise Http404
    document, sha256 = report_of(label)
    if form == "json":
        content = canonical(document)
    else:
        content = {"pdf": as_pdf, "docx": as_docx}[form](written(document, sha256=sha256))
    name = f"{document['words']['monitoring'][0]}-{label}.{form}"
    return download(content, TYPES[form], name.encode("ascii", "replace").decode())


def open_period(request: Request) -> HttpResponse:
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            period = actions.open_period(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("The period %(label)s is open.") % {"label": period.label})
            return redirect("delivery:statements", period.label)
    return render(request, "delivery/open_period.html", {"form": form}, status=422 if form.errors else 200)


def statements(request: Request, label: str) -> HttpResponse:
    period = _spoken(request, label)
    lines = owed(period, request.actor)
    page = {"period": period, "owed": lines, "said": sum(line.stated_on is not None for line in lines)}
    page["may_deliver"] = may_deliver(request.actor)
    return render(request, "delivery/statements.html", page)


def statement(request: Request, label: str, slug: str) -> HttpResponse:
    period, said = _said(request, label, slug)
    stored = said.now.texts if said.now else {}
    form = StatementForm(request.POST or None, initial={**stored, "seen": actions.print_of(stored)})
    if request.method == "POST" and form.is_valid():
        thing, project = _things(request, period, slug)
        if _written(thing, project, form, request):
            messages.success(request, _("What “%(name)s” says is stored.") % {"name": said.name})
            return redirect("delivery:statements", label)
    project = get_object_or_404(visible_to(request.actor), slug=slug)
    page = {
        "period": period,
        "said": said,
        "form": form,
        "parts": PARTS,
        "may_state": may_state(request.actor, project.pk),
        "may_approve": may_approve(request.actor, project.pk),
    }
    return render(request, "delivery/statement.html", page, status=422 if form.errors else 200)


@require_POST
def approve(request: Request, label: str, slug: str) -> HttpResponse:
    period, said = _said(request, label, slug)
    with told(request, _("What “%(name)s” says is approved.") % {"name": said.name}):
        thing, project = _things(request, period, slug)
        seen = request.POST.get("seen", "")
        actions.approve_statement(thing, project, seen=seen, by=request.actor, at=timezone.now())
    return redirect("delivery:statement", label, slug)


def freeze(request: Request, label: str) -> HttpResponse:
    period = _period(request, label)
    refusal = ""
    if request.method == "POST":
        try:
            actions.freeze_report(Period.objects.get(pk=period.pk), by=request.actor, at=timezone.now())
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("The report %(label)s is frozen.") % {"label": label})
            return redirect("delivery:report", label)
    page = {"period": period, "refusal": refusal}
    return render(request, "delivery/freeze.html", page, status=422 if refusal else 200)


def _written(period: Period, project: Project, form: StatementForm, request: Request) -> bool:
    try:
        seen = form.cleaned_data["seen"] or None
        actions.write_statement(
            period, project, texts=form.cleaned_data, seen=seen, by=request.actor, at=timezone.now()
        )
    except Overtaken as refused:
        # what was typed stays; the next attempt knows what stands there now
        form.data = {**request.POST.dict(), "seen": form.initial["seen"]}
        form.add_error(None, refused.sentence)
        return False
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return False
    return True


def _said(request: Request, label: str, slug: str) -> tuple[PeriodLine, StatementPage]:
    period = _spoken(request, label)
    said = statement_page(period, slug, request.actor)
    if said is None:
        raise Http404
    return period, said


def _things(request: Request, period: PeriodLine, slug: str) -> tuple[Period, Project]:
    return Period.objects.get(pk=period.pk), get_object_or_404(visible_to(request.actor), slug=slug)


def _spoken(request: Request, label: str) -> PeriodLine:
    period = spoken_line(label, request.actor)
    if period is None:
        raise Http404
    return period


def _period(request: Request, label: str) -> PeriodLine:
    period = period_line(label, request.actor)
    if period is None:
        raise Http404
    return period
