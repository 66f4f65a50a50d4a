from __future__ import annotations

from django.urls import path

from .views import board, cards, consents, groups, guests, ideas, live, seats, sprints

app_name = "sprints"
urlpatterns = [
    # -- seats and guests
    path("sprints/gast/", guests.guest, name="guest"),
    path("sprints/gast/<str:code>/", guests.guest, name="guest_code"),
    path("sprints/einwilligungen/", consents.texts, name="consent_texts"),
    path("sprints/<slug:slug>/mitmachen/", seats.join, name="join"),
    path("sprints/<slug:slug>/abgeben/", seats.give_up, name="give_up"),
    path("sprints/<slug:slug>/teilnehmende/", seats.participants, name="participants"),
    path("sprints/<slug:slug>/einladen/", seats.invite, name="invite"),
    path("sprints/<slug:slug>/moderation/", seats.facilitator, name="facilitator"),
    path("sprints/<slug:slug>/gastcodes/", guests.codes, name="codes"),
    path("sprints/<slug:slug>/einwilligung/<slug:about>/", consents.decide, name="consent"),
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
    # -- ideas
    path("sprints/<slug:slug>/ideen/", ideas.ideas, name="ideas"),
    path("sprints/<slug:slug>/ideen/neu/", ideas.note, name="note"),
    path("sprints/<slug:slug>/ideen/<int:pk>/", ideas.idea, name="idea"),
    path("sprints/<slug:slug>/ideen/<int:pk>/aendern/", ideas.change_idea, name="change_idea"),
    path("sprints/<slug:slug>/ideen/<int:pk>/parken/", ideas.park, name="park"),
    path("sprints/<slug:slug>/ideen/<int:pk>/aufgreifen/", ideas.take_up, name="take_up"),
]
