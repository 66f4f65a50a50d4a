"""Forms for what stands on a sheet: texts, goals, milestones, parts, means, evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField, Radio, UploadField, VersionedForm, WrittenDateField, YearField
from querwerk.structure.models import Body, Post, StrategyGoal, Unit

from ..labels import FUNDING, INVOLVED, LINEAGE, RESOURCE_KINDS, RESPONSIBILITY_ROLES, STATES
from ..models import Method, ObstacleKind, Project, Resource, Responsibility, TargetGroup
from .lifecycle import others, reason_field

MARKDOWN = _("Blank lines separate paragraphs, “- ” begins a list, **two stars** make words bold.")


def _choices(labels: Any) -> list[tuple[str, Any]]:
    return [(str(key.value), label) for key, label in labels.items()]


class GoalForm(VersionedForm):
    text = ProseField(label=_("Goal"), limit=2000, rows=3, help_text=_("What will be different when it is reached?"))
    target_value = forms.DecimalField(
        label=_("Target value"), required=False, max_digits=18, decimal_places=3, localize=True,
        help_text=_("The number alone, for example 40"),
    )  # fmt: skip
    target_unit = NameField(label=_("Unit of measure"), required=False, limit=60, help_text=_("For example % or trees"))
    target_year = YearField(label=_("Target year"), required=False)


class ReviseGoalForm(GoalForm):
    reason = reason_field(required=False, hint=_("Needed when the target changes."))


class MilestoneForm(VersionedForm):
    name = NameField(label=_("Milestone"), limit=300, help_text=_("What will have been reached?"))
    date = WrittenDateField(label=_("Planned for"))
    note = ProseField(label=_("Remark"), required=False, limit=2000, rows=3)


class RescheduleForm(VersionedForm):
    date = WrittenDateField(label=_("New date"))
    reason = reason_field(
        required=False, hint=_("Needed when the milestone moves back. It stands on the public sheet.")
    )


class ReachForm(VersionedForm):
    date = WrittenDateField(label=_("Reached on"))
    reason = reason_field(required=False, label=_("Remark"), hint="")


class PartForm(VersionedForm):
    name = NameField(label=_("Part"))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("not stated")), *_choices(STATES)], widget=Radio
    )
    note = ProseField(label=_("Remark"), required=False, limit=2000, rows=3)


class MovePartForm(VersionedForm):
    state = forms.ChoiceField(label=_("State"), choices=_choices(STATES), widget=Radio)
    note = ProseField(label=_("Remark"), required=False, limit=2000, rows=3)


class ChanceForm(VersionedForm):
    text = ProseField(label=_("Chance"), limit=2000, rows=3)


class RiskForm(VersionedForm):
    text = ProseField(label=_("Risk"), limit=2000, rows=3)
    countermeasure = ProseField(label=_("Counter-measure"), required=False, limit=2000, rows=3)
    owner = forms.ModelChoiceField(Post.objects.order_by("title"), label=_("Post that owns it"), required=False)


class ObstacleForm(VersionedForm):
    kind = forms.ModelChoiceField(ObstacleKind.objects.order_by("name"), label=_("Kind"))
    text = ProseField(label=_("What stands in the way?"), limit=2000, rows=3)


class ResourceForm(VersionedForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=_choices(RESOURCE_KINDS), widget=Radio, initial=Resource.Kind.MONEY.value
    )
    what = NameField(label=_("For what"), limit=300, help_text=_("The same words as before continue its cost history."))
    amount = forms.DecimalField(label=_("Amount"), required=False, max_digits=18, decimal_places=3, localize=True)
    unit = NameField(label=_("Unit of measure"), required=False, limit=40, help_text=_("For example Euro or VZW"))
    budget_year = YearField(label=_("Budget year"), required=False)
    period = NameField(label=_("Period"), required=False, limit=120)
    funder = NameField(label=_("Funder"), required=False)
    funding = forms.ChoiceField(
        label=_("Budget"), choices=_choices(FUNDING), widget=Radio, initial=Resource.Funding.UNKNOWN.value
    )


class MethodForm(VersionedForm):
    method = forms.ModelChoiceField(Method.objects.order_by("name"), label=_("Method, channel or format"))
    planned = forms.BooleanField(label=_("Only planned so far"), required=False)


class TargetGroupForm(VersionedForm):
    text = NameField(label=_("Target group"), limit=300)
    involved = forms.ChoiceField(
        label=_("Involved"), choices=_choices(INVOLVED), widget=Radio, initial=TargetGroup.Involved.UNKNOWN.value
    )
    phase = NameField(label=_("In which phase"), required=False)


class InvolvementForm(VersionedForm):
    body = forms.ModelChoiceField(Body.objects.order_by("name"), label=_("Body of the council"))
    date = WrittenDateField(label=_("Date"))
    what = NameField(label=_("Subject"), limit=300)
    result = NameField(label=_("Result"), required=False, limit=300)
    paper = NameField(label=_("Number of the paper"), required=False, limit=40, help_text=_("For example 2026/0123"))
    planned = forms.BooleanField(label=_("Still ahead"), required=False)


class FigureForm(VersionedForm):
    what = NameField(label=_("What was counted"), limit=300)
    value = NameField(label=_("Value"), limit=60)
    unit = NameField(label=_("Unit of measure"), required=False, limit=80)
    year = YearField(label=_("Year"), required=False)


class AttachmentForm(VersionedForm):
    file = UploadField(
        label=_("File"),
        help_text=_("A picture (PNG, JPEG, WebP) or a PDF, at most 10 MB. Pictures are drawn anew: places and names in "
                    "them stay outside. A PDF stays as it is, with the name of its author."),
    )  # fmt: skip
    title = NameField(label=_("Title"), limit=200)
    description = ProseField(
        label=_("What does it show?"), required=False, limit=1000, rows=3,
        help_text=_("Needed for pictures: what somebody should know who cannot see it."),
    )  # fmt: skip
    internal = forms.BooleanField(
        label=_("Only for those who see internal notes"), required=False,
        help_text=_("Otherwise it stands on the public sheet."),
    )  # fmt: skip


class StrategyForm(VersionedForm):
    goal = forms.ModelChoiceField(
        StrategyGoal.objects.select_related("strategy").order_by("strategy__name", "code", "text"),
        label=_("Goal of a strategy"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["goal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.label_from_instance = lambda obj: f"{obj.strategy.name}: {obj.text}"  # type: ignore[method-assign]


class LineageForm(VersionedForm):
    kind = forms.ChoiceField(
        label=_("This project is"), choices=[(kind.value, words[0]) for kind, words in LINEAGE.items()], widget=Radio
    )
    later = forms.ModelChoiceField(Project.objects.order_by("name"), label=_("The other project"))
    planned = forms.BooleanField(label=_("Only planned so far"), required=False)
    note = ProseField(label=_("Remark"), required=False, limit=2000, rows=3)

    def know(self, thing: Any) -> None:
        others(self.fields["later"], thing)


class AssignForm(VersionedForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=_choices(RESPONSIBILITY_ROLES),
        widget=Radio,
        initial=Responsibility.Role.RESPONSIBLE.value,
    )
    unit = forms.ModelChoiceField(Unit.objects.order_by("name"), label=_("Unit"), required=False)
    post = forms.ModelChoiceField(Post.objects.order_by("title"), label=_("Post"), required=False)
    partner = NameField(
        label=_("Or somebody outside"), required=False, help_text=_("An organisation, for example a university")
    )
    note = ProseField(label=_("Remark"), required=False, limit=2000, rows=3)
