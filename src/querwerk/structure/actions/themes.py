"""A theme: its name, who answers for it, which bodies treat it, which lines of the budget carry it, what it is for."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..models import Body, BudgetCycle, BudgetLine, Post, Theme, ThemeBody, ThemeName, ThemeNote, ThemeRole
from .change import changed, close, end, find, remember_address


def rename_theme(theme: Theme, *, name: str, starts_on: date, by: Actor, at: datetime) -> None:
    """A theme has a new name from a day on; its address stays."""
    with changed("theme_renamed", theme.thread, by=by, at=at) as facts:
        if theme.name == name:
            raise Refused(_("The theme already has this name."), field="name")
        end(theme.names.filter(valid_to__isnull=True), starts_on)
        ThemeName.objects.create(theme=theme, name=name, valid_from=starts_on, stated_on=starts_on)
        facts.update(name=[theme.name, name], starts_on=[None, starts_on.isoformat()])
        remember_address("theme", theme.name, theme.slug)
        remember_address("theme", name, theme.slug)
        theme.name = name
        theme.save(update_fields=["name"])
        find("theme", theme.slug)


def assign_theme_role(
    theme: Theme, *, role: ThemeRole.Role, post: Post, starts_on: date, by: Actor, at: datetime
) -> None:
    """A post answers for a theme or coordinates inside it from a day on. One answers, several may be officers."""
    with changed("theme_role_assigned", theme.thread, by=by, at=at) as facts:
        held = theme.roles.filter(role=role, valid_to__isnull=True)
        if held.filter(post=post).exists():
            raise Refused(_("This post has the role already."), field="post")
        before = None
        if role == ThemeRole.Role.HEAD:
            before = ", ".join(held.order_by("pk").values_list("post__title", flat=True)) or None
            end(held, starts_on)
        ThemeRole.objects.create(
            theme=theme, post=post, role=role, valid_from=starts_on, stated_on=timezone.localdate(at)
        )
        facts.update({str(role): [before, post.title], "starts_on": [None, starts_on.isoformat()]})


def end_theme_role(held: ThemeRole, *, ends_on: date, by: Actor, at: datetime) -> None:
    """A post no longer answers for a theme or coordinates inside it."""
    with changed("theme_role_ended", held.theme.thread, by=by, at=at) as facts:
        close(held, ends_on)
        facts.update({held.role: [held.post.title, None], "ends_on": [None, ends_on.isoformat()]})


def link_body_to_theme(theme: Theme, *, body: Body, starts_on: date, by: Actor, at: datetime) -> None:
    """A body of the council treats a theme from a day on."""
    with changed("body_linked", theme.thread, by=by, at=at) as facts:
        if theme.bodies.filter(body=body, valid_to__isnull=True).exists():
            raise Refused(_("This body treats the theme already."), field="body")
        ThemeBody.objects.create(theme=theme, body=body, valid_from=starts_on, stated_on=starts_on)
        facts.update(body=[None, body.name], starts_on=[None, starts_on.isoformat()])


def unlink_body_from_theme(link: ThemeBody, *, ends_on: date, by: Actor, at: datetime) -> None:
    """A body of the council no longer treats a theme."""
    with changed("body_unlinked", link.theme.thread, by=by, at=at) as facts:
        close(link, ends_on)
        facts.update(body=[link.body.name, None], ends_on=[None, ends_on.isoformat()])


def add_budget_line(theme: Theme, *, cycle: BudgetCycle, code: str, title: str, by: Actor, at: datetime) -> None:
    """A line of a budget that carries a theme."""
    with changed("budget_line_added", theme.thread, by=by, at=at) as facts:
        BudgetLine.objects.create(cycle=cycle, theme=theme, code=code, title=title)
        facts.update(budget_line=[None, f"{cycle}: {code} {title}"])


def remove_budget_line(carried: BudgetLine, *, by: Actor, at: datetime) -> None:
    """A line does not carry the theme after all; the journal keeps it."""
    with changed("budget_line_removed", carried.theme.thread, by=by, at=at) as facts:
        facts.update(budget_line=[f"{carried.cycle}: {carried.code} {carried.title}", None])
        carried.delete()


def add_theme_note(theme: Theme, *, kind: ThemeNote.Kind, text: str, change: str = "", by: Actor, at: datetime) -> None:
    """A goal, strategy, campaign or arrangement of a theme, behind those that are there."""
    with changed("theme_note_added", theme.thread, by=by, at=at) as facts:
        if theme.notes.filter(kind=kind, text=text).exists():
            raise Refused(_("The theme has this entry already."), field="text")
        last = theme.notes.filter(kind=kind).order_by("position").values_list("position", flat=True).last()
        position = 0 if last is None else last + 1
        row = {"kind": kind, "text": text, "change": change, "position": position, "stated_on": timezone.localdate(at)}
        ThemeNote.objects.create(theme=theme, **row)
        facts.update({str(kind): [None, text]})
        find("theme", theme.slug)


def withdraw_theme_note(note: ThemeNote, *, by: Actor, at: datetime) -> None:
    """Takes an entry back that was made in Querwerk; what a source states stays."""
    with changed("theme_note_withdrawn", note.theme.thread, by=by, at=at) as facts:
        if note.sources:
            raise Refused(_("A source states this: it stays. You can enter a newer version."))
        facts.update({note.kind: [note.text, None]})
        note.delete()
        find("theme", note.theme.slug)
