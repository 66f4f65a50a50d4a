from __future__ import annotations

from django.urls import path

from .views import absurdities, findings, trails

app_name = "trails"
urlpatterns = [
    # -- the model
    path("laufwege/", trails.trails, name="list"),
    path("laufwege/neu/", trails.open_trail, name="open"),
    path("laufwege/<slug:slug>/", trails.trail, name="trail"),
    path("laufwege/<slug:slug>/freigeben/", trails.step, {"step": "share"}, name="share"),
    path("laufwege/<slug:slug>/veroeffentlichen/", trails.step, {"step": "publish"}, name="publish"),
    path("laufwege/<slug:slug>/zuruecknehmen/", trails.step, {"step": "take_back"}, name="take_back"),
    # -- findings and absurdities
    path("laufwege/<slug:slug>/funde/neu/", findings.note, name="note_finding"),
    path("laufwege/<slug:slug>/funde/<int:pk>/loeschen/", findings.drop, name="drop_finding"),
    path("laufwege/<slug:slug>/funde/<int:pk>/anfrage/", findings.ask_about, name="ask_about"),
    path("laufwege/<slug:slug>/funde/<int:pk>/zustimmung/", findings.ask_consent, name="ask_consent"),
    path("absurditaeten/", absurdities.absurdities, name="absurdities"),
    path("absurditaeten/export.<str:form>", absurdities.export, name="absurdities_export"),
    path("absurditaeten/zustimmung/", absurdities.consents, name="consents"),
    path("absurditaeten/<slug:slug>/", absurdities.absurdity, name="absurdity"),
    path("absurditaeten/<slug:slug>/zustimmung/", absurdities.consent, name="consent"),
    path("absurditaeten/<slug:slug>/einheit/<slug:step>/", absurdities.step, {"whose": "unit"}, name="decide_consent"),
    path(
        "absurditaeten/<slug:slug>/stabsstelle/<slug:step>/",
        absurdities.step,
        {"whose": "staff"},
        name="show_absurdity",
    ),
    path("absurditaeten/<slug:slug>/behoben/", absurdities.mend, name="mend_absurdity"),
]
