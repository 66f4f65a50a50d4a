"""Taking in one theme: names, who answers for it, goals and strategies, bodies that treat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from querwerk.journal.actions import Event
from querwerk.structure.models import (
    Post,
    Strategy,
    StrategyGoal,
    Theme,
    ThemeBody,
    ThemeName,
    ThemeNote,
    ThemeRole,
)

from .store import Outcome, Row, Table, fingerprint, keep, kept_closed, upsert
from .wanted import WantedTheme

_S = ("sources", "stated_on")
TABLES = (
    Table("names", ThemeName, "theme", ("name", "valid_from", "valid_to", *_S)),
    Table("roles", ThemeRole, "theme", ("post__slug", "role", "count", "valid_from", "valid_to", *_S)),
    Table("notes", ThemeNote, "theme", ("kind", "text", "change", "position", *_S)),
    Table("bodies", ThemeBody, "theme", ("body__slug", "valid_from", "valid_to", *_S)),
)
#: Tables whose open rows a person closes by entering a newer one, and what makes a row the same.
_CLOSABLE = {"names": ("name",), "roles": ("post__slug", "role"), "bodies": ("body__slug",)}


def renew_theme(
    event: str,
    wanted: WantedTheme,
    treated: list[Row],
    units: Mapping[str, int],
    bodies: Mapping[str, int],
    known: Mapping[UUID, str],
    outcome: Outcome,
) -> Iterator[Event]:
    """Stores what differs and tells it in one entry; nothing if the file says what it said the last time."""
    stored = Theme.objects.filter(slug=wanted.slug).first()
    theme = stored or Theme(slug=wanted.slug, thread=uuid4())
    before, after = known.get(theme.thread), fingerprint([vars(wanted), treated])
    tally = outcome.of("themes")
    if before == after:
        tally.unchanged += 1
        return
    tally.created += stored is None
    tally.changed += stored is not None
    facts: dict[str, Any] = {}
    fields = {"name": wanted.name, "position": wanted.position, "department_id": units[wanted.department]}
    for name, value in fields.items():
        if stored is None or getattr(theme, name) != value:
            facts[name.removesuffix("_id")] = [
                None if stored is None else str(getattr(theme, name)),
                wanted.department if name == "department_id" else value,
            ]
            setattr(theme, name, value)
    theme.save()
    posts = {slug: {**post, "unit_id": units[wanted.department]} for slug, post in wanted.posts.items()}
    links = {"post__slug": upsert(Post, "slug", posts), "body__slug": bodies}
    rows = (wanted.names, wanted.roles, wanted.notes, treated)
    for table, wished in zip(TABLES, rows, strict=True):
        imported = table.model._default_manager.filter(theme=theme).exclude(sources=[])
        if table.name in _CLOSABLE:
            wished = kept_closed(imported, table.fields, _CLOSABLE[table.name], wished)
        gone, new = keep(table, imported, wished, owner=theme.pk, links=links)
        if gone or new:
            facts[table.name] = [gone, new]
    for strategy in Strategy.objects.filter(facts__thema=wanted.slug):
        StrategyGoal.objects.get_or_create(strategy=strategy, text=strategy.name, defaults={"theme": theme})
    yield Event(event, theme.thread, facts={**facts, "fingerprint": [before, after]})
