from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Feature

from .lifecycle import LIVE, OWN_PAPERS


class TrailsConfig(AppConfig):
    name = "querwerk.trails"
    default_auto_field = "django.db.models.BigAutoField"
    features = (
        Feature(
            LIVE,
            _("A slip travels with a paper, and the stations mark it"),
            _(
                "When a paper reached a station and left it, in steps of five minutes: never who pressed. A station "
                "can be the post of one person; times are shown to those who keep the trail, and to others from ten "
                "papers on."
            ),
        ),
        Feature(
            OWN_PAPERS,
            _("The papers of this house are counted from its journal"),
            _(
                "Which unit did what to which paper, and when, in steps of five minutes: never which post or person. "
                "Units that had a hand in fewer than ten papers are counted together, or not at all."
            ),
        ),
    )
