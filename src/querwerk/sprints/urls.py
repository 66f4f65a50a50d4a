from __future__ import annotations

from django.urls import path

from .views import board, cards, groups, live, sprints

app_name = "sprints"
urlpatterns = [
    # -- one sprint
    path("sprints/", sprints.sprints, name="list"),
    path("sprints/export.<str:form>", sprints.list_file, name="list_file"),
    path("sprints/neu/", sprints.plan, name="plan"),
    path("sprints/<slug:slug>/", sprints.sprint, name="sprint"),
    path("sprints/<slug:slug>/bearbeiten/", sprints.edit, name="edit"),
    path("sprints/<slug:slug>/ankuendigen/", sprints.announce, name="announce"),
    path("sprints/<slug:slug>/absagen/", sprints.cancel, name="cancel"),
    # -- the board
    path("sprints/<slug:slug>/tafel/", board.board, name="board"),
    path("sprints/<slug:slug>/tafel/oeffnen/", board.open_board, name="board_open"),
    path("sprints/<slug:slug>/tafel/leitung/", board.lead, name="board_lead"),
    path("sprints/<slug:slug>/tafel/zug/", cards.press, name="board_press"),
    path("sprints/<slug:slug>/tafel/karte/", cards.write, name="board_write"),
    path("sprints/<slug:slug>/tafel/karte/<int:card>/", cards.card, name="board_card"),
    path("sprints/<slug:slug>/tafel/weggenommen/", cards.gone, name="board_gone"),
    path("sprints/<slug:slug>/tafel/gruppe/", groups.name, name="board_name"),
    path("sprints/<slug:slug>/tafel/gruppe/<int:group>/", groups.group, name="board_group"),
    path("sprints/<slug:slug>/tafel/einlesen/", groups.paste, name="board_paste"),
    path("sprints/<slug:slug>/tafel/idee/", groups.idea, name="board_idea"),
    path("sprints/<slug:slug>/tafel/strom", live.stream, name="board_stream"),
    path("sprints/<slug:slug>/tafel/neues", live.news, name="board_news"),
    path("sprints/<slug:slug>/tafel/export.<str:form>", board.board_export, name="board_export"),
]
