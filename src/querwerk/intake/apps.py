from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Feature

from .lifecycle import ESCALATION


class IntakeConfig(AppConfig):
    name = "querwerk.intake"
    default_auto_field = "django.db.models.BigAutoField"
    features = (
        Feature(
            ESCALATION,
            _("Overdue answers are told to a post the house names"),
            _(
                "That an inquiry has waited some working days longer than the house has promised: one mail to whoever "
                "holds the named post. Neither what was asked, nor by whom, nor who would have had to answer."
            ),
        ),
    )
