from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Feature

from .lifecycle import LOAD


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
    )
