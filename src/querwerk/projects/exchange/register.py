"""The register of obstacles as a file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from querwerk.tables import Cell, as_csv

from ..queries.obstacles import Line


def obstacles_csv(lines: tuple[Line, ...]) -> bytes:
    """One row an obstacle, with its place, its days and its sources."""
    rows: list[list[Cell]] = [
        [
            line.stated_on,
            line.kind,
            line.text,
            line.project_name,
            line.theme_name,
            line.escalated_on,
            line.resolved_on,
            ", ".join(line.sources),
        ]
        for line in lines
    ]
    head = [_("Reported"), _("Kind"), _("What"), _("Lead project"), _("Theme"), _("escalated"), _("resolved")]
    return as_csv([*head, _("Sources")], rows)
