"""What is said about a trail as a whole."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField, VersionedForm
from querwerk.structure.models import Unit

from ..actions.stations import Stop
from ..exchange.pasted import SOMEBODY, names_somebody
from ..queries.line import line


class _About(forms.Form):
    """What the paper is called, what it is for, and whose it is."""

    title = NameField(
        label=_("Title"), help_text=_("What the paper is called in the house, for example travel request.")
    )
    paper = NameField(
        label=_("What the paper looks like"), required=False,
        help_text=_("For example: form in triplicate, e-mail with attachment, paper file."),
    )  # fmt: skip
    purpose = ProseField(
        label=_("What for"), limit=2000, rows=3, required=False,
        help_text=_("What should be possible once the paper has arrived? One or two sentences."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"), label=_("Unit"), required=False, help_text=_("Whose paper it is.")
    )


class AboutForm(_About, VersionedForm):
    """All of it said anew."""


class OpenForm(_About):
    """The quick start: a title and a line a station are a trail."""

    field_order = ("title", "stations")
    stations = ProseField(
        label=_("Stations, one a line"), limit=10_000, rows=8, required=False,
        help_text=_("In the order in which the paper passes them. Name posts or units, never people: “Head of office”,"
                    " “Pay office”. We notice some names of people, not all. Everything else can be said later."),
    )  # fmt: skip

    def clean_stations(self) -> list[Stop]:
        known = line()
        lines = (name.strip() for name in self.cleaned_data["stations"].splitlines())
        names = [name[:120] for name in lines if name]
        for name in names:
            if names_somebody(name, known):
                raise ValidationError(SOMEBODY % {"name": name})
        return [Stop(name, unit=known.unit(name)) for name in names]


class StepForm(VersionedForm):
    """Nothing to say but the step itself."""


class PasteForm(VersionedForm):
    """A whole table of stations."""

    table = ProseField(
        label=_("Table"), limit=100_000, rows=12,
        help_text=_("A line a station: station, where, what it does, minutes, days of waiting, medium break, can send"
                    " back, at the same time. The first line may name the columns; then only some of them will do."),
    )  # fmt: skip
