"""What is filled in about slips: opening some, typing a code, and what a station says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, Radio
from querwerk.structure.models import Unit

from ..actions.stamps import Said
from ..labels import MARKS
from ..lifecycle import LONGEST_SLIP_DAYS, SAMPLE, SLIP_DAYS, Mark
from ..models import Slip, Station
from ..queries.at_slip import AtSlip

#: Stands for a station that is not in the plan.
ELSEWHERE = "elsewhere"


class OpenSlipsForm(forms.Form):
    """Slips for one paper or for a sample."""

    count = forms.IntegerField(
        label=_("How many papers?"), min_value=1, max_value=SAMPLE, initial=1,
        help_text=_("Each paper gets a slip of its own. Ten papers already show what is usual."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Good for how many days?"), min_value=1, max_value=LONGEST_SLIP_DAYS, initial=SLIP_DAYS,
        help_text=_("Afterwards the code opens nothing any more; what was marked stays."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """What was filled in, as the arguments of the action."""
        return dict(self.cleaned_data)


class CodeForm(forms.Form):
    """The code of a slip, typed by who cannot scan."""

    code = forms.CharField(
        label=_("Code on the slip"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Small or capital letters, with or without hyphens."),
    )  # fmt: skip


class MarkForm(forms.Form):
    """What a station says: who it is, what happened, and when, if that was earlier."""

    key = forms.CharField(min_length=8, max_length=40, widget=forms.HiddenInput)
    station = forms.ChoiceField(label=_("Where is the paper?"), widget=Radio)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Which unit?"),
        error_messages={"required": _("Please choose the unit that has the paper.")},
    )  # fmt: skip
    mark = forms.ChoiceField(label=_("What happened?"), choices=[(mark.value, word) for mark, word in MARKS.items()])
    returned_to = forms.ModelChoiceField(
        Station.objects.none(), label=_("Back to"),
        error_messages={"required": _("Please say to which station the paper goes back.")},
    )  # fmt: skip
    day = DayField(label=_("Day"), required=False)
    time = forms.TimeField(label=_("Time of day"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    pressed_at = forms.DateTimeField(required=False)
    use_required_attribute = False  # what is needed depends on what was chosen

    def __init__(self, data: Any, *, slip: Slip, seen: AtSlip, at: datetime) -> None:
        super().__init__(data)
        self.slip, self.at = slip, at
        self.stations = {str(station.pk): station for station in seen.stations}
        names = [(pk, station.name) for pk, station in self.stations.items()]
        fields: dict[str, Any] = self.fields
        fields["station"].choices = [*names, (ELSEWHERE, _("somewhere else"))]
        fields["unit"].queryset = Unit.objects.all()
        fields["unit"].choices = [
            ("", _("please choose")),
            *((group or _("Other"), units) for group, units in seen.elsewhere),
        ]
        fields["returned_to"].queryset = Station.objects.filter(trail=slip.trail_id)
        fields["returned_to"].choices = [("", _("please choose")), *((one.pk, one.name) for one in seen.behind)]
        fields["station"].widget.attrs["required"] = True
        if data is not None:
            fields["unit"].required = data.get("station") == ELSEWHERE
            fields["returned_to"].required = data.get("mark") == Mark.RETURNED
        fields["day"].widget.attrs.update(min=str(timezone.localdate(slip.opened_at)), max=str(timezone.localdate(at)))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if bool(said.get("day")) and not said.get("time") and "time" not in self.errors:
            self.add_error("time", _("Please say about what time it was."))
        return said

    def said(self) -> Said:
        """The press, as the action wants it."""
        words = self.cleaned_data
        station = self.stations.get(words["station"])
        unit = None if station else words["unit"]
        return Said(words["key"], Mark(words["mark"]), station, unit, words["returned_to"], self._when())

    def _when(self) -> datetime | None:
        """What was typed; or, for a press that waited for the network, when that was, whatever its clock says."""
        words = self.cleaned_data
        if words["time"] is not None:
            day = words["day"] or timezone.localdate(self.at)
            return timezone.make_aware(datetime.combine(day, words["time"]))
        pressed: datetime | None = words["pressed_at"]
        return min(max(pressed, self.slip.opened_at), self.at) if pressed else None
