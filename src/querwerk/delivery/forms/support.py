"""What is filled in for the support pool."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio
from querwerk.projects.models import Project
from querwerk.structure.models import Post

from ..labels import DECISIONS, PHASES
from ..models import SupportRequest
from ..queries.rounds import ASKED_STATES

_PHASES = [(str(phase.value), label) for phase, label in PHASES.items()]


class LoanForm(forms.Form):
    """A post for a project."""

    post = forms.ModelChoiceField(
        Post.objects.select_related("unit").order_by("title", "unit__short"), label=_("Post"),
        help_text=_("The post is lent, whoever holds it."),
    )  # fmt: skip
    project = forms.ModelChoiceField(Project.objects.order_by("name"), label=_("Project"))
    phase = forms.ChoiceField(label=_("Phase"), choices=_PHASES, widget=Radio)
    share = forms.IntegerField(
        label=_("Share in percent"), required=False, min_value=1, max_value=100,
        help_text=_("Of the whole post, for example 20."),
    )  # fmt: skip
    valid_from = DayField(label=_("From"))
    valid_to = DayField(label=_("Until"), required=False, help_text=_("From this day on the post is free again."))
    what_for = NameField(label=_("What for"), limit=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        posts, projects = self.fields["post"], self.fields["project"]
        posts.label_from_instance = lambda post: f"{post.title} ({post.unit.short})"  # type: ignore[attr-defined]
        projects.queryset = Project.objects.filter(state__in=ASKED_STATES).order_by("name")  # type: ignore[attr-defined]


class EndLoanForm(forms.Form):
    """When a post is back."""

    ends_on = DayField(label=_("Free again from"))


class AskForm(forms.Form):
    """What a project asks for."""

    phase = forms.ChoiceField(label=_("Phase"), choices=_PHASES, widget=Radio)
    what_for = ProseField(
        label=_("What is needed?"), limit=2000, rows=4,
        help_text=_("For example: moderation of two evenings with residents in March."),
    )  # fmt: skip
    wanted_from = DayField(label=_("Needed from"), required=False)


class DecideForm(forms.Form):
    """What the staff unit says to it."""

    decision = forms.ChoiceField(
        label=_("Answer"), widget=Radio,
        choices=[(str(d.value), label) for d, label in DECISIONS.items() if d != SupportRequest.Decision.OPEN],
    )  # fmt: skip
    answer = ProseField(label=_("In a sentence"), limit=2000, rows=3, help_text=_("The lead reads it."))
