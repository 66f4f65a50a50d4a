from __future__ import annotations

from django.urls import path

from .views import (
    absurdities,
    at_slip,
    counted,
    editing,
    findings,
    house,
    imports,
    logs,
    slips,
    tables,
    trails,
    what_if,
)

app_name = "trails"
urlpatterns = [
    # -- what was counted
    path("laufwege/vergleich/", counted.compare, name="compare"),
    path("laufwege/vergleich/vergleich.<str:form>", counted.compare_file, name="compare_file"),
    path("laufwege/<slug:slug>/protokoll/<slug:source>/", counted.report, name="report"),
    path("laufwege/<slug:slug>/protokoll/<slug:source>/zahlen.<str:form>", counted.report_file, name="report_file"),
    path("laufwege/<slug:slug>/plakat.pdf", counted.poster, name="poster"),
    # -- reading in event logs
    path("laufwege/einlesen/", imports.bring_new, name="import_new"),
    path("laufwege/einlesen/aus-dem-haus/", house.count_house, name="count_house"),
    path("laufwege/einlesen/<uuid:key>/", imports.one, name="import_one"),
    path("laufwege/einlesen/<uuid:key>/rollen/", imports.roles, name="import_roles"),
    path("laufwege/einlesen/<uuid:key>/noch-einmal/", imports.again, name="import_again"),
    path("laufwege/einlesen/<uuid:key>/verwerfen/", imports.leave, name="import_leave"),
    path("laufwege/<slug:slug>/einlesen/", imports.bring, name="import"),
    path("laufwege/<slug:slug>/protokolle/<int:pk>/", logs.log, name="log"),
    path("laufwege/<slug:slug>/protokolle/<int:pk>/entfernen/", logs.remove_log, name="remove_log"),
    # -- the model
    path("laufwege/", trails.trails, name="list"),
    path("laufwege/neu/", trails.open_trail, name="open"),
    path("laufwege/export.<str:form>", tables.list_file, name="list_file"),
    path("laufwege/<slug:slug>/", trails.trail, name="trail"),
    path("laufwege/<slug:slug>/bearbeiten/", editing.edit, name="edit"),
    path("laufwege/<slug:slug>/einfuegen/", tables.paste, name="paste"),
    path("laufwege/<slug:slug>/beschreibung/", editing.about, name="about"),
    path("laufwege/<slug:slug>/plan.<str:form>", tables.plan_file, name="plan_file"),
    path("laufwege/<slug:slug>/was-waere-wenn/", what_if.what_if, name="what_if"),
    path("laufwege/<slug:slug>/loeschen/", trails.discard, name="discard"),
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
    # -- slips
    path("laufwege/<slug:slug>/zettel/", slips.slips, name="slips"),
    path("laufwege/<slug:slug>/zettel/neu/", slips.open_slips, name="open_slips"),
    path("laufwege/<slug:slug>/zettel/vermerke.csv", slips.export, name="slips_export"),
    path("laufwege/<slug:slug>/zettel/<int:number>/", slips.slip, name="slip"),
    path("laufwege/<slug:slug>/zettel/<int:number>/neu-drucken/", slips.reissue, name="reissue_slip"),
    path("laufwege/<slug:slug>/zettel/<int:number>/beenden/", slips.end, name="end_slip"),
    path("zettel/", at_slip.type_code, name="type_code"),
    path("zettel/<str:code>/", at_slip.at_slip, name="at_slip"),
    path("zettel/<str:code>/zuruecknehmen/", at_slip.withdraw, name="withdraw_stamp"),
]
