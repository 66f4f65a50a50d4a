from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Feature

from .lifecycle import ESCALATION


class DeliveryConfig(AppConfig):
    name = "querwerk.delivery"
    default_auto_field = "django.db.models.BigAutoField"
    features = (
        Feature(
            ESCALATION,
            _("Missing updates are told to the officer of the theme"),
            _(
                "Which project has not answered an update round some days after it was due, and so whose lead has not "
                "answered: one mail to those who hold the post of theme officer. Not how often, and nothing is counted."
            ),
        ),
    )
