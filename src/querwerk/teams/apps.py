from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Feature

from .lifecycle import LOAD, PROPOSAL


class TeamsConfig(AppConfig):
    name = "querwerk.teams"
    default_auto_field = "django.db.models.BigAutoField"
    features = (
        Feature(
            LOAD,
            _("A superior sees how much of somebody's time is released in all teams together"),
            _(
                "The sum of the shares somebody is released for at the same time, shown to the superior who is asked "
                "for another release. Each person sees their own sum in any case; nobody else does."
            ),
        ),
        Feature(
            PROPOSAL,
            _("Teams are proposed from the expertise pool"),
            _(
                "Skills, languages and share of time that people offer themselves, their unit, and whether their post "
                "decides: never what somebody does, did or how well. Nothing is ranked, nothing of a proposal is "
                "stored; who wants to stay unnamed is named after their own yes only."
            ),
        ),
    )
