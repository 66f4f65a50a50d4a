"""What a project is called, what its sheet says, when it begins and ends, and who answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from querwerk import dates
from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import Alias, Post, Theme, Unit

from ..access import STEERING
from ..models import GROWING, Project, ProjectDate, ProjectName, Responsibility, SheetText
from ..queries.drafts import newest_text
from .change import Change, changed_project, need, own


def rename(slug: str, *, name: str, note: str = "", version: int, by: Actor, at: datetime) -> None:
    """A new name from today on; the address stays and the old name stays findable."""
    with changed_project(slug, "renamed", version=version, reason=note, of=STEERING, by=by, at=at) as change:
        project = change.project
        if name == project.name:
            raise Refused(_("The project already has this name."), field="name")
        for old in project.names.filter(valid_to__isnull=True):
            if old.valid_from >= change.on:
                raise Refused(_("The project was renamed today. Take that back first."), field="name")
            old.valid_to = change.on
            old.save(update_fields=["valid_to"])
        ProjectName.objects.create(project=project, name=name, note=note, valid_from=change.on, **change.stamp)
        _remember_address(name, project.slug)
        change.assign(name=name)


def _remember_address(name: str, slug: str) -> None:
    """The name as an address leads to the project too, unless it leads elsewhere already."""
    address = slugify(name)[:160]
    if address and address != slug and not Project.objects.filter(slug=address).exists():
        Alias.objects.get_or_create(kind="project", slug=address, defaults={"target": slug})


def put_text(change: Change, field: str, text: str) -> SheetText:
    """A new version of one text of the sheet; an empty text says that there is nothing to say any more."""
    newest = None if field in GROWING else newest_text(change.project.pk, field)
    before = newest.text if newest else ""
    refuse_old(change.project, field, text)
    change.tell(field, before or None, text)
    return SheetText.objects.create(project=change.project, field=field, text=text, **change.stamp)


def refuse_old(project: Project, field: str, text: str) -> None:
    """Refuses a text that the sheet holds already."""
    if field in GROWING:
        if not text:
            raise Refused(_("The text is unchanged."), field="text")
        if project.texts.filter(field=field, text=text).exists():
            raise Refused(_("This stands on the sheet already."), field="text")
    else:
        newest = newest_text(project.pk, field)
        if text == (newest.text if newest else ""):
            raise Refused(_("The text is unchanged."), field="text")


def set_begin(slug: str, *, date: str, note: str = "", version: int, by: Actor, at: datetime) -> None:
    """When the project begins."""
    with changed_project(slug, "begin_set", version=version, reason=note, by=by, at=at) as change:
        _set_date(change, ProjectDate.Kind.BEGIN, date, note)


def set_end(slug: str, *, date: str, reason: str = "", version: int, by: Actor, at: datetime) -> None:
    """When the project ends; a later end than before needs a reason."""
    with changed_project(slug, "end_set", version=version, reason=reason, by=by, at=at) as change:
        before = change.project.end
        if before and dates.parse(before).sort_key[1] < dates.parse(date).sort_key[1]:
            need(reason, _("The end moves back. Please say why."))
        _set_date(change, ProjectDate.Kind.END, date, reason)


def _set_date(change: Change, kind: ProjectDate.Kind, written: str, note: str) -> None:
    project, vague = change.project, dates.parse(written)
    if written == getattr(project, kind.value):
        raise Refused(_("This date is set already."), field="date")
    ProjectDate.objects.create(
        project=project, kind=kind, date=written, first_on=vague.first, last_on=vague.last, note=note, **change.stamp
    )
    repeat_dates(change, kind, written)


def repeat_dates(change: Change, kind: ProjectDate.Kind, written: str) -> None:
    """Makes the project repeat its newest begin or end; refuses an end before the begin."""
    project, vague = change.project, dates.parse(written) if written else None
    change.assign(**{kind.value: written})
    if kind == ProjectDate.Kind.BEGIN:
        project.begin_on = vague.first if vague else None
    else:
        project.end_on = vague.last if vague else None
    if project.begin_on and project.end_on and project.end_on < project.begin_on:
        raise Refused(
            _("The end (%(end)s) would lie before the begin (%(begin)s).")
            % {"end": dates.in_words(project.end), "begin": dates.in_words(project.begin)},
            field="date",
        )


def assign_unit(
    slug: str,
    *,
    unit: Unit | None = None,
    post: Post | None = None,
    partner: str = "",
    role: str = Responsibility.Role.RESPONSIBLE,
    note: str = "",
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """A unit, a post in it, or somebody outside takes part, from today on."""
    with changed_project(slug, "unit_assigned", version=version, reason=note, of=STEERING, by=by, at=at) as change:
        if not (unit or post or partner):
            raise Refused(_("Please name a unit, a post or a partner."), field="unit")
        who: dict[str, Any] = {"unit": unit or (post.unit if post else None), "post": post, "partner": partner}
        if change.project.responsibilities.filter(role=role, valid_to__isnull=True, **who).exists():
            raise Refused(_("This is already so."), field="unit")
        Responsibility.objects.create(
            project=change.project, role=role, note=note, valid_from=change.on, **who, **change.stamp
        )
        change.tell(str(role), None, str(post or unit or partner))


def release_unit(slug: str, responsibility: int, *, reason: str = "", version: int, by: Actor, at: datetime) -> None:
    """Somebody no longer takes part, from today on; the past stays."""
    with changed_project(slug, "unit_released", version=version, reason=reason, of=STEERING, by=by, at=at) as change:
        row = own(change.project.responsibilities.select_related("unit", "post"), responsibility)
        if row.valid_to is not None:
            raise Refused(_("This has ended already."))
        change.tell(row.role, str(row.post or row.unit or row.partner), None)
        if row.valid_from >= change.on:
            row.delete()  # entered today by mistake: it never was
            return
        row.valid_to = change.on
        row.save(update_fields=["valid_to"])


def serve_themes(slug: str, *, themes: list[Theme], version: int, by: Actor, at: datetime) -> None:
    """Which other themes the project serves beside its own."""
    with changed_project(slug, "themes_served", version=version, of=STEERING, by=by, at=at) as change:
        if change.project.theme in themes:
            raise Refused(_("This is the project's own theme."), field="themes")
        before = [theme.name for theme in change.project.also_serves.order_by("position")]
        change.project.also_serves.set(themes)
        change.tell("also_serves", before, [theme.name for theme in themes])
