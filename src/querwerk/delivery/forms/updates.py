"""The form of an update: prefilled with what stands there; only what differs is said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import ProseField, Radio, VersionedForm, WrittenDateField, spoken
from querwerk.projects.labels import TEXT_FIELDS
from querwerk.projects.models import SheetText

from ..actions.answers import Moved, Said
from ..actions.reports import print_of
from ..labels import PARTS
from ..queries.updates import ASKED_TEXTS, UpdatePage

AS_PLANNED, REACHED, MOVED = "as_planned", "reached", "moved"
_MOVES = [(AS_PLANNED, _("stays as planned")), (REACHED, _("reached on …")), (MOVED, _("new date …"))]


class UnchangedForm(VersionedForm):
    """Nothing has changed: the version that was looked at is all there is to say."""


class UpdateForm(VersionedForm):
    """What has changed: two texts of the sheet, the milestones that are due, the statement for the open period."""

    def __init__(self, data: Any = None, *, page: UpdatePage) -> None:
        stored = page.said.now.texts if page.said and page.said.now else {}
        self.page, self.stored = page, stored
        super().__init__(data, initial={"version": page.version, **page.texts, **stored, "seen": print_of(stored)})
        for name in ASKED_TEXTS:
            self.fields[name] = ProseField(label=TEXT_FIELDS[SheetText.Field(name)], required=False, rows=3)
        for milestone in page.milestones:
            self._ask_about(milestone.id, milestone.name, milestone.newest.date if milestone.newest else "")
        if page.said is not None:
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
            for part, (label, hint) in PARTS.items():
                self.fields[part] = ProseField(label=label, help_text=hint, required=False, rows=3)

    def _ask_about(self, pk: int, name: str, written: str) -> None:
        self.fields[f"what_{pk}"] = forms.ChoiceField(
            label=_("“%(name)s”, planned for %(date)s") % {"name": name, "date": spoken(written)},
            choices=_MOVES, widget=Radio, initial=AS_PLANNED,
        )  # fmt: skip
        self.fields[f"date_{pk}"] = WrittenDateField(label=_("Date"), required=False)
        self.fields[f"reason_{pk}"] = ProseField(
            label=_("Reason or remark"), required=False, limit=2000, rows=2,
            help_text=_("Needed when the milestone moves back. It stands on the public sheet."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for milestone in self.page.milestones:
            asked = found.get(f"what_{milestone.id}") not in (None, "", AS_PLANNED)
            if asked and not found.get(f"date_{milestone.id}") and f"date_{milestone.id}" not in self.errors:
                self.add_error(f"date_{milestone.id}", _("Please name the date."))
        return found

    def words(self) -> Said:
        """What differs from what stands there."""
        found = self.cleaned_data
        texts = {name: found[name] for name in ASKED_TEXTS if found[name] != self.page.texts[name]}
        moved = [
            Moved(pk, found[f"what_{pk}"] == REACHED, found[f"date_{pk}"], found[f"reason_{pk}"])
            for pk in (milestone.id for milestone in self.page.milestones)
            if found[f"what_{pk}"] in (REACHED, MOVED)
        ]
        statement = None
        if self.page.said is not None and any(found[part] != self.stored.get(part, "") for part in PARTS):
            statement = {part: found[part] for part in PARTS}
        return Said(texts, moved, statement, found.get("seen", ""))
