"""The matrix as a file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from querwerk.tables import Cell, as_csv

from ..queries.matrix import Matrix


def matrix_csv(found: Matrix) -> bytes:
    """Units as rows, themes as columns, both with their number of projects."""
    rows: list[list[Cell]] = [[row.department, row.name, *row.among(found.themes), row.total] for row in found.rows]
    rows.append(["", _("Lead projects of the theme"), *found.sums, found.projects])
    return as_csv([_("Department"), _("Unit"), *(theme.name for theme in found.themes), _("Total")], rows)
