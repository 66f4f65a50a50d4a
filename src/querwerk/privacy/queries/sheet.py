"""The data sheet for the staff council: everything it needs to know before it signs, and nothing it must look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from django.conf import settings
from django.utils.translation import gettext as _

from .records import TableRecord, records
from .switches import Switched, switched


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The sheet of one day: promises, fields, switches."""

    municipality: str
    on: date
    version: str
    promises: list[str]
    tables: list[TableRecord]
    switched: list[Switched]

    @property
    def fields(self) -> int:
        return sum(len(table.fields) for table in self.tables)


def data_sheet(*, on: date) -> DataSheet:
    """The data sheet as it is true today."""
    return DataSheet(
        municipality=settings.MUNICIPALITY,
        on=on,
        version=version("querwerk"),
        promises=_promises(),
        tables=records(),
        switched=switched(),
    )


def _promises() -> list[str]:
    return [
        _("There is no evaluation of behaviour or performance, neither of single people nor of small groups."),
        _("The system does not store when somebody was logged in last, what they read, or how long they worked."),
        _("There are no rankings, no figures about single people, and no receipts for reading."),
        _("A statistic about employees is shown for groups of ten people at least, rounded to five."),
        _("Public pages and the journal name posts and units, never people. Who stood behind an entry is kept apart, "
          "is read by the person themself and by staff council and data protection officer alone, and is erased."),
        _("Paper trails count papers, stations and units. No table of theirs leads to a person, except whose draft a "
          "trail is and who is reading a file in; what reads like a name is refused; single papers are seen by those "
          "alone who work on the trail, times by all others only of stations that ten papers have passed."),
        _("Who asks the staff unit something is shown to nobody, to the staff unit and to superiors neither; the "
          "answer goes to the person alone, and the journal does not say as which post they asked."),
        _("Every feature that would be suited to watch people is switched off until its consent is entered here."),
        _("Fields that are not on this sheet do not exist: a field about people that nobody has declared keeps the "
          "system from starting."),
    ]  # fmt: skip
