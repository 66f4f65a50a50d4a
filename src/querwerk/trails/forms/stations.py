"""The stations of a trail, a card each, in one form. Buttons that move a card send the form and lose no word of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, VersionedForm
from querwerk.tables import whole_number

from ..actions.stations import MOST_STATIONS, Stop
from ..exchange.pasted import SOMEBODY, names_somebody
from ..labels import ACTIVITIES
from ..lifecycle import Activity
from ..queries.line import Line
from ..queries.stops import PlanStop

#: What was typed into a card.
Typed = dict[str, str]
_MOVE = re.compile(r"(add|up|down|remove)-(\d{1,3})")
_LONGEST = 100_000


class DaysField(forms.DecimalField):
    """Days as people write them: 1,5 or 1.5."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "8"})
        super().__init__(min_value=0, max_digits=6, decimal_places=2, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").strip().replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, (float, Decimal)):
            return value
        written = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        return written if get_language() == "en" else written.replace(".", ",")


class StationForm(forms.Form):
    """One station. ``where`` is a unit of the line, or any other place."""

    compact = True  # cards say nothing about what may stay empty: all but the name may
    key = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    name = NameField(label=_("Station: post or unit"), limit=120, required=False)
    where = NameField(label=_("Where: unit or place"), limit=120, required=False)
    activity = forms.ChoiceField(
        label=_("What it does"), required=False, choices=[(key.value, word) for key, word in ACTIVITIES.items()]
    )
    touch_minutes = forms.IntegerField(
        label=_("Minutes of work"), required=False, min_value=0, max_value=_LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}),
    )  # fmt: skip
    waiting_days = DaysField(label=_("Days waiting"), required=False)
    medium_break = forms.BooleanField(label=_("Medium break"), required=False)
    may_return = forms.BooleanField(label=_("can send back"), required=False)
    beside = forms.BooleanField(label=_("at the same time as the one before"), required=False)

    def __init__(self, *args: Any, line: Line, **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        self.card = gettext("Station %(number)s") % {"number": (self.prefix or "s").removeprefix("s")}
        self.fields["name"].widget.attrs.update(list="stellen", autocomplete="off")
        self.fields["where"].widget.attrs.update(list="einheiten", autocomplete="off")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name and names_somebody(name, self.line):
            raise ValidationError(SOMEBODY % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("name") and "name" not in self.errors and not self.blank:
            self.add_error("name", _("Please name the station, or remove the card."))
        return said

    @property
    def blank(self) -> bool:
        """Whether nobody has written anything into the card."""
        written = ("name", "where", "touch_minutes", "waiting_days", "medium_break", "may_return", "beside")
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in written)

    def stop(self) -> Stop:
        """The station that was written down; a word of the line is its unit, any other a place."""
        said = self.cleaned_data
        unit = self.line.unit(said["where"] or said["name"])
        return Stop(
            name=said["name"],
            unit=unit,
            place="" if unit else said["where"],
            activity=Activity(said["activity"] or Activity.EDITS),
            touch_minutes=said["touch_minutes"] or 0,
            waiting_days=said["waiting_days"] or Decimal(0),
            medium_break=said["medium_break"],
            may_return=said["may_return"],
            beside=said["beside"],
            key=said["key"],
        )


class RouteForm(VersionedForm):
    """All stations. ``cards`` are the forms of the stations, one empty card at the end; ``focus`` is the card moved."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_STATIONS + 1)

    def __init__(
        self, data: Mapping[str, str] | None = None, *, line: Line, stops: Sequence[PlanStop] = (), version: int = 0
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.focus = 0
        if data is None:
            self.cards = _cards([_initial(stop) for stop in stops], line)
        elif (move := _MOVE.fullmatch(data.get("do", ""))) is not None:
            typed, self.focus = _moved(self._typed(data), move[1], int(move[2]))
            self.is_bound = False
            self.initial["version"] = data.get("version", "")
            self.cards = _cards(typed, line)
        else:
            numbers = range(1, self._count(data) + 1)
            self.cards = [StationForm(data, prefix=f"s{number}", line=line) for number in numbers]
        self.initial["rows"] = len(self.cards)

    def is_valid(self) -> bool:
        """Whether the whole form says what can be stored; a card that nobody wrote into says nothing."""
        written = [card for card in self.cards if card.is_bound and not card.blank]
        return all([super().is_valid(), *[card.is_valid() for card in written]])

    @property
    def wrong(self) -> list[StationForm]:
        """The cards with something to mend."""
        return [card for card in self.cards if card.is_bound and not card.blank and card.errors]

    def stops(self) -> list[Stop]:
        """The stations in their order."""
        return [card.stop() for card in self.cards if not card.blank]

    @staticmethod
    def _count(data: Mapping[str, str]) -> int:
        return min(whole_number(data.get("rows", ""), digits=3), MOST_STATIONS + 1)

    def _typed(self, data: Mapping[str, str]) -> list[Typed]:
        names = StationForm.base_fields
        return [
            {name: data.get(f"s{number}-{name}", "") for name in names} for number in range(1, self._count(data) + 1)
        ]


def _cards(rows: Sequence[Mapping[str, Any]], line: Line) -> list[StationForm]:
    """A card for each row, and an empty one at the end where there is room."""
    empty: list[Mapping[str, Any]] = [] if (rows and not _written(rows[-1])) or len(rows) >= MOST_STATIONS else [{}]
    return [StationForm(initial=row, prefix=f"s{number}", line=line) for number, row in enumerate([*rows, *empty], 1)]


def _written(row: Mapping[str, Any]) -> bool:
    return any(value for name, value in row.items() if name not in ("key", "activity"))


def _initial(stop: PlanStop) -> dict[str, Any]:
    said = ("name", "activity", "medium_break", "may_return", "beside")
    return {
        **{name: getattr(stop, name) for name in said},
        "key": stop.pk,
        "where": stop.unit_name or stop.place,
        "touch_minutes": stop.touch_minutes or "",
        "waiting_days": stop.waiting_days or "",
    }


def _moved(rows: list[Typed], verb: str, number: int) -> tuple[list[Typed], int]:
    """The cards after a move, and the number of the card to go on with."""
    place = min(max(number, 1), max(len(rows), 1)) - 1
    if verb == "add":
        rows.insert(place + 1, {})
        return rows[: MOST_STATIONS + 1], place + 2
    if not rows:
        return rows, 1
    card = rows.pop(place)
    if verb == "remove":
        return rows, max(place, 1)
    place = max(place - 1, 0) if verb == "up" else min(place + 1, len(rows))
    rows.insert(place, card)
    return rows, place + 1
