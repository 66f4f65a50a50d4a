"""Forms for the way of a project: proposing, moving on, resting, ending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import Checks, DayField, NameField, ProseField, SeveralField, VersionedForm, WrittenDateField
from querwerk.structure.models import Theme, Unit

from ..models import Project

_REASON = _("Reason")
_REASON_HINT = _("One or two sentences that everybody may read: they stand on the public sheet.")


def reason_field(*, required: bool = True, label: Any = _REASON, hint: Any = _REASON_HINT) -> ProseField:
    """Why: the field that most verbs share."""
    return ProseField(label=label, required=required, help_text=hint, limit=2000, rows=3)


def themes() -> Any:
    """All themes in their order."""
    return Theme.objects.order_by("position", "name")


def others(field: forms.Field, project: Project) -> None:
    """A project is no choice for itself."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Project.objects.exclude(pk=project.pk).order_by("name")


class ProposeForm(forms.Form):
    name = NameField(
        label=_("Name"), limit=300, help_text=_("Short and speaking. The address is made from it and stays for ever.")
    )
    theme = forms.ModelChoiceField(themes(), label=_("Theme"))
    description = ProseField(
        label=_("Description"), required=False, help_text=_("What is it about? Two or three sentences are enough.")
    )


class StepForm(VersionedForm):
    reason = reason_field(required=False, label=_("Remark"), hint=_("For example the decision it rests on."))


class ReasonForm(VersionedForm):
    reason = reason_field()


class CompleteForm(VersionedForm):
    reason = reason_field(label=_("What came of it?"))


class PutOffForm(VersionedForm):
    reason = reason_field()
    review_on = DayField(label=_("Day of review"), help_text=_("On this day the project comes back to the table."))


class MakePermanentForm(VersionedForm):
    receiving_unit = forms.ModelChoiceField(Unit.objects.order_by("name"), label=_("Receiving unit"))
    reason = reason_field(label=_("How does the unit carry it on?"))


class ReplaceForm(VersionedForm):
    successors = SeveralField(
        Project.objects.order_by("name"),
        label=_("Replaced by"),
        widget=Checks,
        help_text=_("Several are possible."),
    )
    reason = reason_field()

    def know(self, thing: Any) -> None:
        others(self.fields["successors"], thing)


class RenameForm(VersionedForm):
    name = NameField(label=_("New name"), limit=300, help_text=_("The address stays, the old name stays findable."))
    note = ProseField(label=_("Reason"), required=False, limit=2000, rows=3)


class BeginForm(VersionedForm):
    date = WrittenDateField(label=_("Begin"))
    note = reason_field(required=False)


class EndForm(VersionedForm):
    date = WrittenDateField(label=_("End"))
    reason = reason_field(required=False, hint=_("Needed when the end moves back."))


class ThemesForm(VersionedForm):
    themes = SeveralField(themes(), label=_("Also serves"), required=False, widget=Checks)

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "themes": list(self.cleaned_data["themes"])}
