"""The steps of the staff unit on the page of an inquiry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..actions import answering
from ..forms import answering as forms
from ..forms.answering import StepForm
from ..lifecycle import State, Step, allows
from ..models import StandardAnswer
from ..queries.desk import standard_answers
from ..queries.standing import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """What the staff unit can do: its words, its form, its action, what is said afterwards."""

    step: Step
    title: Any
    button: Any
    done: Any
    form: type[StepForm]
    action: Callable[..., None]


_SENT = _("The answer is on its way.")
#: last part of the address -> the step, in the order of the page.
STEPS = {
    "eingang-bestaetigen": Offer(
        Step.ACKNOWLEDGE, _("Confirm that you have read it"), _("Confirm receipt"),
        _("Whoever asked knows now that you have read it."), StepForm, answering.acknowledge,
    ),
    "rueckfragen": Offer(
        Step.ASK_BACK, _("Ask back"), _("Send the question"), _("Your question is on its way."), forms.QuestionForm,
        answering.ask_back,
    ),
    "geklaert": Offer(
        Step.CLARIFY, _("Everything is clear"), _("Mark as clarified"), _("It is marked as clarified."), StepForm,
        answering.clarify,
    ),
    "annehmen": Offer(
        Step.ACCEPT, _("Take it up"), _("Take it up"), _("You have taken up the inquiry."), forms.AcceptForm,
        answering.accept,
    ),
    "planen": Offer(
        Step.PLAN, _("Name a day"), _("Name the day"), _("The day is named."), forms.PlanForm, answering.plan
    ),
    "stattgefunden": Offer(
        Step.HOLD, _("It took place"), _("It took place"), _("It is noted. We ask again in some weeks."),
        forms.HoldForm, answering.hold,
    ),
    "veroeffentlichen": Offer(
        Step.PUBLISH, _("Publish what came of it"), _("Publish"), _("It can be read now."), forms.PublishForm,
        answering.publish,
    ),
    "beantworten": Offer(
        Step.CLOSE, _("Answer and close"), _("Answer and close"), _SENT, forms.AnswerForm, answering.close
    ),
    "weitergeben": Offer(
        Step.REFER, _("Refer it to another unit"), _("Ask for consent"),
        _("Whoever asked is asked. Nothing is passed on until they consent."), forms.ReferForm,
        answering.ask_consent,
    ),
    "ablehnen": Offer(
        Step.DECLINE, _("Decline, with a reason"), _("Decline"), _SENT, forms.DeclineForm, answering.decline
    ),
}  # fmt: skip


def form_of(name: str, data: Any = None, *, library: Sequence[StandardAnswer], **initial: Any) -> StepForm:
    """The form of a step; several of them stand on one page."""
    form = STEPS[name].form(data, auto_id=f"{name}_%s", initial=initial)
    form.know(library)
    return form


def offered(standing: Standing, tried: dict[str, StepForm]) -> dict[str, StepForm]:
    """The forms of the steps that the reader may take; what was tried keeps its words."""
    if not standing.answers:
        return {}
    library = standard_answers()
    fitting = [name for name, offer in STEPS.items() if allows(offer.step, State(standing.state))]
    return {name: tried.get(name) or form_of(name, library=library, version=standing.version) for name in fitting}


def follow_up_form(standing: Standing) -> forms.FollowUpForm:
    """The two short questions to whoever asked."""
    asked = standing.open_follow_up
    return forms.FollowUpForm(initial={"days": asked.days if asked else 0})
