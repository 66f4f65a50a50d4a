"""The portfolio as a file: every fact a row needs, under the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor
from querwerk.tables import FORMS, Cell, as_json, as_table

from ..labels import KINDS, LIGHTS, STATES, TRENDS
from ..models import Project
from ..queries.board import Row
from ..queries.portfolio import Wanted, all_rows
from ..queries.standing import Origins, origins_of


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


def portfolio_file(actor: Actor, wanted: Wanted, form: str, *, today: date) -> File:
    """All projects that answer the wish, in one of :data:`FORMS`."""
    rows = all_rows(actor, wanted, today=today)
    origins = origins_of([row.pk for row in rows], on=today)
    if form == "json":
        content = as_json(_document(rows, origins, wanted, today))
    else:
        content = as_table(form, _("Portfolio"), _head(), (_cells(row, origins[row.pk]) for row in rows))
    return File(f"portfolio-{today.isoformat()}.{form}", FORMS[form], content)


def _head() -> list[str]:
    return [
        _("Address"), _("Name"), _("Former names"), _("Theme"), _("Kind"), _("State"), _("Word of the source"),
        _("Light"), _("Reason"), _("Trend"), _("Units"), _("Begin"), _("End"), _("Milestones"), _("Next milestone"),
        _("Date of the next milestone"), _("Slip in days"), _("Updated"), _("Confirmed"), _("Sources"),
    ]  # fmt: skip


def _cells(row: Row, origins: Origins) -> Sequence[Cell]:
    standing = row.standing
    coming = standing.next_milestone
    return [
        row.slug,
        row.name,
        "\n".join(name for name in origins.names if name != row.name),
        row.theme,
        str(KINDS[Project.Kind(row.kind)]),
        str(STATES[row.state]),
        standing.step.word if standing.step else "",
        str(LIGHTS[standing.light]),
        ", ".join(standing.reasons),
        str(TRENDS[standing.trend]),
        ", ".join(unit.short for unit in standing.units),
        row.begin,
        row.end,
        len(standing.milestones),
        coming.name if coming else "",
        coming.written if coming else "",
        standing.slip_days,
        row.updated_on,
        row.confirmed_on,
        ", ".join(origins.sources),
    ]


def _document(rows: list[Row], origins: dict[int, Origins], wanted: Wanted, today: date) -> dict[str, object]:
    return {
        "schema": "querwerk/portfolio/1",
        "generated_on": today,
        "query": wanted.query(),
        "count": len(rows),
        "projects": [_entry(row, origins[row.pk]) for row in rows],
    }


def _entry(row: Row, origins: Origins) -> dict[str, object]:
    standing = row.standing
    coming = standing.next_milestone
    return {
        "slug": row.slug,
        "name": row.name,
        "former_names": [name for name in origins.names if name != row.name],
        "theme": {"slug": row.theme_slug, "name": row.theme},
        "kind": row.kind,
        "state": row.state.value,
        "word": standing.step.word if standing.step else "",
        "flags": [flag.value for flag in standing.step.flags] if standing.step else [],
        "light": standing.light.value,
        "reasons": list(standing.reasons),
        "trend": standing.trend.value,
        "units": [{"slug": unit.slug, "short": unit.short} for unit in standing.units],
        "begin": row.begin or None,
        "end": row.end or None,
        "milestones": len(standing.milestones),
        "next_milestone": {"name": coming.name, "date": coming.written} if coming else None,
        "slip_days": standing.slip_days,
        "updated_on": row.updated_on,
        "confirmed_on": row.confirmed_on,
        "sources": list(origins.sources),
    }
