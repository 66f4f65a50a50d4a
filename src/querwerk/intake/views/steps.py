"""The steps of the staff unit on the page of an inquiry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ..actions import answering
from ..forms.answering import AnswerForm
from ..lifecycle import State
from ..queries.inquiry import InquiryPage


@dataclass(frozen=True, slots=True)
class Step:
    """What the staff unit can do: its words, its form, its action, what is said afterwards."""

    to: State
    title: Any
    done: Any
    form: type[forms.Form]
    action: Callable[..., None]


#: last part of the address -> the step, in the order of the page.
STEPS = {
    "annehmen": Step(
        State.ACCEPTED, gettext_lazy("Take it up"), gettext_lazy("You have taken up the inquiry."), forms.Form,
        answering.accept,
    ),
    "beantworten": Step(
        State.CLOSED, gettext_lazy("Answer and close"), gettext_lazy("The answer is on its way."), AnswerForm,
        answering.close,
    ),
    "ablehnen": Step(
        State.DECLINED, gettext_lazy("Decline, with a reason"), gettext_lazy("The answer is on its way."), AnswerForm,
        answering.decline,
    ),
}  # fmt: skip


def form_of(step: str, data: Any = None) -> forms.Form:
    """The form of a step; several of them stand on one page."""
    return STEPS[step].form(data, auto_id=f"{step}_%s")


def offered(page: InquiryPage, tried: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """The forms of the steps that the reader may take; what was tried and refused keeps its words."""
    return {name: tried.get(name) or form_of(name) for name, step in STEPS.items() if step.to in page.moves}
