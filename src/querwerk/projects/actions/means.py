"""With what and with whom: resources, methods, target groups, the council's involvement."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from querwerk import dates
from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import Body

from ..models import Figure, Involvement, Method, MethodUse, Resource, TargetGroup
from .change import changed_project


def plan_resource(
    slug: str,
    *,
    kind: str,
    what: str,
    amount: Decimal | None = None,
    unit: str = "",
    period: str = "",
    budget_year: int | None = None,
    funder: str = "",
    funding: str = Resource.Funding.UNKNOWN,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Posts or money. The same thing stated again with another amount is its cost history."""
    with changed_project(slug, "resource_planned", version=version, by=by, at=at) as change:
        same = change.project.resources.filter(kind=kind, what=what, budget_year=budget_year)
        before = same.order_by("stated_on", "pk").last()
        if before is not None and (before.amount, before.unit, before.funding) == (amount, unit, funding):
            raise Refused(_("This is stored already with the same amount."), field="amount")
        Resource.objects.create(
            project=change.project, kind=kind, what=what, amount=amount, unit=unit, period=period,
            budget_year=budget_year, funder=funder, funding=funding, **change.stamp,
        )  # fmt: skip
        change.facts["resource"] = [what if before else None, what]
        change.tell("amount", before.amount if before else None, amount)
        change.tell("unit", before.unit if before else None, unit or None)
        change.tell("funding", before.funding if before else None, funding)


def use_method(slug: str, *, method: Method, planned: bool = False, version: int, by: Actor, at: datetime) -> None:
    """The project uses a method, channel or format of the list, or plans to."""
    with changed_project(slug, "method_used", version=version, by=by, at=at) as change:
        use = change.project.method_uses.filter(method=method).first()
        if use is not None and (not use.planned or planned):
            raise Refused(_("The project uses this already."), field="method")
        if use is not None:
            use.delete()  # planned before, used now
        MethodUse.objects.create(project=change.project, method=method, planned=planned, **change.stamp)
        change.facts["method"] = [method.name if use else None, method.name]
        change.tell("planned", use.planned if use else None, planned)


def name_target_group(
    slug: str,
    *,
    text: str,
    involved: str = TargetGroup.Involved.UNKNOWN,
    phase: str = "",
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Whom the project is for, whether they take part, and in which phase."""
    with changed_project(slug, "target_group_named", version=version, by=by, at=at) as change:
        before = change.project.target_groups.filter(text=text).order_by("stated_on", "pk").last()
        if before is not None and (before.involved, before.phase) == (involved, phase):
            raise Refused(_("This target group is named already."), field="text")
        TargetGroup.objects.create(project=change.project, text=text, involved=involved, phase=phase, **change.stamp)
        change.facts["target_group"] = [text if before else None, text]
        change.tell("involved", before.involved if before else None, involved)
        change.tell("phase", before.phase if before else None, phase or None)


def record_involvement(
    slug: str,
    *,
    body: Body,
    date: str,
    what: str,
    result: str = "",
    paper: str = "",
    planned: bool = False,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """A body of the council dealt with the project, or is to."""
    with changed_project(slug, "involvement_recorded", version=version, by=by, at=at) as change:
        vague = dates.parse(date)
        if not planned and vague.first > change.on:
            raise Refused(_("This day lies in the future. Please mark it as planned."), field="date")
        Involvement.objects.create(
            project=change.project, body=body, date=date, first_on=vague.first, last_on=vague.last, what=what,
            result=result, paper=paper, planned=planned, **change.stamp,
        )  # fmt: skip
        change.tell("involvement", None, what)
        change.tell("body", None, body.short)
        change.tell("date", None, date)


def record_figure(
    slug: str,
    *,
    what: str,
    value: str,
    unit: str = "",
    year: int | None = None,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """A result in numbers."""
    with changed_project(slug, "figure_recorded", version=version, by=by, at=at) as change:
        Figure.objects.create(project=change.project, what=what, value=value, unit=unit, year=year, **change.stamp)
        change.tell("figure", None, what)
        change.tell("value", None, f"{value} {unit}".strip())
