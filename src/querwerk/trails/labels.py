"""Words of the paper trails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Source, Use

# -- reading in event logs

USES = {
    Use.DROP: _("leave out"),
    Use.CASE: _("case"),
    Use.STATION: _("station"),
    Use.AT: _("time"),
    Use.STARTED_AT: _("beginning"),
    Use.TOUCH_MINUTES: _("working time in minutes"),
    Use.UNIT: _("unit"),
    Use.DEPARTMENT: _("department of the station"),
    Use.ACTIVITY: _("activity"),
    Use.MEDIUM: _("medium"),
}
SOURCES = {
    Source.XES: _("XES file"),
    Source.CSV: _("CSV file"),
    Source.PARQUET: _("Parquet file"),
    Source.JOURNAL: _("journal of this house"),
    Source.COUNCIL: _("papers of the council"),
}
EVENTS = {
    "trails.log_imported": _("Event log read in"),
    "trails.log_removed": _("Event log taken away"),
}
