from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Feature

#: Telling somebody else what a lead has not done yet; reminding the lead needs no consent.
ESCALATION = Feature(
    "delivery.escalation",
    title=_("Telling the theme officer that an update is overdue"),
    processes=_(
        "When a project has not answered an update round for some days after it was due, the officer of its theme gets "
        "one mail with the name of the project. No person is named, nothing is counted, nothing else is kept."
    ),
)


class DeliveryConfig(AppConfig):
    name = "querwerk.delivery"
    default_auto_field = "django.db.models.BigAutoField"
    features = (ESCALATION,)
