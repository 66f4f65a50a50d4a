"""All addresses. German paths; English under ``/en/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from . import cooperation, desk, errors, funnel, log, similar, views, way, well_known

fixed = [
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("robots.txt", well_known.robots_txt, name="robots_txt"),
]
urlpatterns = fixed + i18n_patterns(
    path("", views.home, name="home"),
    path("gestaltung/", views.style_guide, name="style_guide"),
    path("suche/", views.search, name="search"),
    path("aehnliches/", similar.similar, name="similar"),
    path("aehnliches/verfolgt/", similar.following, name="following"),
    path("aehnliches/verfolgen/<slug:kind>/<slug:slug>/", similar.follow, name="follow"),
    path("wer-darf-was/", views.who_may, name="who_may"),
    path("wer-darf-was/export.<str:form>", views.who_may_export, name="who_may_export"),
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("zusammenarbeit/", cooperation.page, name="cooperation"),
    path("zusammenarbeit/export.<str:form>", cooperation.export, name="cooperation_export"),
    path("faden/trichter/", funnel.page, name="funnel"),
    path("faden/trichter/export.<str:form>", funnel.export, name="funnel_export"),
    path("faden/trichter/genau/", funnel.exact_page, name="funnel_exact"),
    path("faden/trichter/genau/export.<str:form>", funnel.exact_export, name="funnel_exact_export"),
    path("faden/<uuid:thread>/", way.page, name="whole_way"),
    path("mein-bereich/", desk.desk, name="desk"),
    path("protokoll/", log.log, name="log"),
    path("protokoll/export.csv", log.export, name="log_export"),
    path("protokoll/pruefsumme.json", log.checkpoint, name="checkpoint"),
    path("", include("querwerk.outbox.urls")),
    path("", include("querwerk.privacy.urls")),
    path("", include("querwerk.accounts.urls")),
    path("", include("querwerk.structure.urls")),
    path("", include("querwerk.trails.urls")),
    path("", include("querwerk.intake.urls")),
    path("", include("querwerk.teams.urls")),
    path("", include("querwerk.sprints.urls")),
    path("", include("querwerk.projects.urls")),
    path("", include("querwerk.delivery.urls")),
    prefix_default_language=False,
)

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler500 = errors.server_error
