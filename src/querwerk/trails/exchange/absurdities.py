"""The published absurdities as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from querwerk.tables import Cell, as_json, as_table

from ..labels import FIGURES
from ..queries.absurdities import AbsurdityLine


def absurdity_file(lines: Sequence[AbsurdityLine], form: str) -> bytes:
    """CSV, XLSX or JSON: sentences, figures before and after, days."""
    if form == "json":
        keys = ("slug", "sentence", "text", "unit", "found_on", "published_on", "figures", "mended_on",
                "mended_sentence", "mended_figures")  # fmt: skip
        return as_json({"absurdities": [{key: getattr(line, key) for key in keys} for line in lines]})
    names = [str(name) for name in FIGURES.values()]
    head = [_("Absurdity"), _("In a few words"), _("Unit"), _("Found on"), _("Published on"), *names, _("Mended on"),
            _("Mended"), *(_("%(figure)s, mended") % {"figure": name} for name in names)]  # fmt: skip
    rows: list[list[Cell]] = [
        [line.sentence, line.text, line.unit, line.found_on, line.published_on,
         *(line.figures.get(key) for key in FIGURES), line.mended_on, line.mended_sentence,
         *(line.mended_figures.get(key) for key in FIGURES)]
        for line in lines
    ]  # fmt: skip
    return as_table(form, _("Absurdities"), head, rows)
