from __future__ import annotations

from django.urls import path

from .views import at_slip, counted, slips, trails

app_name = "trails"
urlpatterns = [
    # -- what was counted
    path("laufwege/vergleich/", counted.compare, name="compare"),
    path("laufwege/vergleich/vergleich.<str:form>", counted.compare_file, name="compare_file"),
    path("laufwege/<slug:slug>/protokoll/<slug:source>/", counted.report, name="report"),
    path("laufwege/<slug:slug>/protokoll/<slug:source>/zahlen.<str:form>", counted.report_file, name="report_file"),
    path("laufwege/<slug:slug>/plakat.pdf", counted.poster, name="poster"),
    # -- the model
    path("laufwege/", trails.trails, name="list"),
    path("laufwege/neu/", trails.open_trail, name="open"),
    path("laufwege/<slug:slug>/", trails.trail, name="trail"),
    path("laufwege/<slug:slug>/freigeben/", trails.step, {"step": "share"}, name="share"),
    path("laufwege/<slug:slug>/veroeffentlichen/", trails.step, {"step": "publish"}, name="publish"),
    path("laufwege/<slug:slug>/zuruecknehmen/", trails.step, {"step": "take_back"}, name="take_back"),
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
