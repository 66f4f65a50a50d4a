"""An invented idea campaign with two ideas, so that the way from an idea to its answer can be tried at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from querwerk.codes import new_code
from querwerk.intake.actions.asking import ask
from querwerk.intake.actions.campaigns import open_campaign
from querwerk.intake.lifecycle import Kind
from querwerk.intake.models import Campaign
from querwerk.journal.actions import NOBODY, Actor

_QUESTION = (
    "Erfundenes Beispiel. Wo drucken, unterschreiben oder verschicken wir etwas, das niemand auf Papier braucht? "
    "Jede Idee bekommt eine Antwort mit Begründung."
)
#: title, what it is about; whether whoever wrote it works here
_IDEAS = (
    ("Dienstreisen ohne Ausdruck", "Der Antrag wird dreimal gedruckt. Ein Formular mit Freigabe am Bildschirm reicht.",
     True),
    ("Kitaplatz ohne Brief", "Die Zusage kommt per Post, die Rückfrage auch. Eine E-Mail wäre in einer Minute da.",
     False),
)  # fmt: skip


def begin_campaign(*, staff: Actor, at: datetime) -> None:
    """Opens the campaign for everybody and puts two ideas forward without names, where there is none yet."""
    if Campaign.objects.exists():
        return
    today = timezone.localdate(at)
    campaign = open_campaign(
        title="Weniger Papier in 100 Tagen", question=_QUESTION, public=True, opens_on=today - timedelta(days=14),
        closes_on=today + timedelta(days=28), by=staff, at=at,
    )  # fmt: skip
    for title, concern, inside in _IDEAS:
        ask(kind=Kind.IDEA.value, campaign=campaign, title=title, concern=concern, inside=inside, code=new_code(),
            by=NOBODY, at=at)  # fmt: skip
