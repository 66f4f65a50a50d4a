"""What is filled in where ideas are judged by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio
from querwerk.structure.models import Post

from ..labels import CARRIED, COUNCIL_WORDS, DECISIONS, THANKS
from ..models import Criterion


class SaidForm(forms.Form):
    """A form whose fields are the arguments of its action."""

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CriterionForm(SaidForm):
    """What ideas are judged by."""

    name = NameField(label=_("Criterion"), limit=120, help_text=_("For example: benefit for residents."))
    scale = forms.IntegerField(label=_("Most points"), min_value=1, max_value=10, initial=5)


class EqualForm(SaidForm):
    """Which earlier idea says the same."""

    earlier = forms.IntegerField(label=_("Number of the earlier idea"), min_value=1, max_value=2_000_000_000)


class AskOpinionForm(SaidForm):
    """Who is asked, and by when."""

    post = forms.ModelChoiceField(
        Post.objects.select_related("unit").order_by("title", "unit__short"),
        label=_("Post"),
        empty_label=_("please choose"),
    )
    due_on = DayField(label=_("By"))


class OpinionForm(forms.Form):
    """Points for every criterion, and words."""

    text = ProseField(
        label=_("Your opinion"), limit=5000, rows=6, help_text=_("About the idea, not about whose it is.")
    )

    def __init__(self, data: Any = None, *, criteria: Sequence[Criterion]) -> None:
        super().__init__(data)
        for one in criteria:
            choices = [(points, str(points)) for points in range(one.scale + 1)]
            label = _("%(criterion)s: points of %(scale)s") % {"criterion": one.name, "scale": one.scale}
            self.fields[f"punkte_{one.pk}"] = forms.TypedChoiceField(label=label, choices=choices, coerce=int)
        self.order_fields([name for name in self.fields if name != "text"])

    def said(self) -> dict[str, Any]:
        points = {int(name[7:]): given for name, given in self.cleaned_data.items() if name.startswith("punkte_")}
        return {"text": self.cleaned_data["text"], "points": points}


class CouncilForm(SaidForm):
    """What the staff council says."""

    word = forms.ChoiceField(
        label=_("The staff council"), widget=Radio, choices=[(k.value, w) for k, w in COUNCIL_WORDS.items()]
    )
    reason = ProseField(label=_("Reason"), limit=5000, rows=3, required=False)


class NoticeForm(SaidForm):
    """The decision."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    decision = forms.ChoiceField(
        label=_("Decision"), widget=Radio, choices=[(k.value, w) for k, w in DECISIONS.items()]
    )
    reason = ProseField(label=_("Reason"), limit=5000, rows=5, help_text=_("Whoever had the idea reads it."))
    carry_out_by = DayField(label=_("Carried out by"), required=False, help_text=_("Unless it is turned down."))
    on_objection = ProseField(
        label=_("What became of the objection of the staff council"), limit=5000, rows=3, required=False
    )


class ControlForm(SaidForm):
    """Whether it was carried out."""

    carried = forms.ChoiceField(label=_("State"), widget=Radio, choices=[(k.value, w) for k, w in CARRIED.items()])
    why = ProseField(label=_("Why not?"), limit=2000, rows=3, required=False)


class RecognizeForm(SaidForm):
    """How the house says thank you."""

    kind = forms.ChoiceField(label=_("Recognition"), choices=[(k.value, w) for k, w in THANKS.items()])
    given_on = DayField(label=_("Day"))
