"""Editing over HTTP: every verb has a page, what is typed is never lost, and nobody else gets in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.journal.models import Entry
from querwerk.projects.models import Goal, GoalVersion, ObstacleKind, Project, SheetText
from querwerk.projects.views.verbs import VERBS
from querwerk.structure.models import Account, Assignment, HouseRule, Person, Post
from tests.factories import make_milestone, make_project, make_theme, make_unit
from tests.logins import sign_in

pytestmark = pytest.mark.django_db
EDIT = "/leitprojekte/stadtgrun/bearbeiten/"


def log_in(role: str) -> Client:
    post = Post.objects.create(unit=make_unit(), slug=role, title=role.title(), role=role)
    person = Person.objects.create(name=role)
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    client = Client()
    sign_in(client, Account.objects.create_user(role, person=person))
    return client


@pytest.fixture
def carla_s_browser() -> Client:
    return log_in("staff_unit")


@pytest.fixture
def project() -> Project:
    return make_project("Stadtgrün", theme=make_theme("Grüne Stadt"))


def sent(client: Client, verb: str, **fields: Any) -> Any:
    return client.post(f"{EDIT}{verb}/", {"version": Project.objects.get(slug="stadtgrun").version, **fields})


def test_every_verb_about_the_project_has_a_form(carla_s_browser: Client, project: Project) -> None:
    verbs = [slug for slug, verb in VERBS.items() if verb.rows is None]
    assert len(verbs) > 25
    assert {slug: carla_s_browser.get(f"{EDIT}{slug}/").status_code for slug in verbs} == dict.fromkeys(verbs, 200)


def test_the_overview_offers_the_open_ways_only(carla_s_browser: Client, project: Project) -> None:
    page = carla_s_browser.get(EDIT).content.decode()
    steps = [slug for slug, verb in VERBS.items() if verb.leads_to and f'href="{EDIT}{slug}/"' in page]
    assert steps == [
        "verzoegern", "teilweise-aussetzen", "zurueckstellen", "abschliessen", "verstetigen", "ersetzen", "beenden",
    ]  # fmt: skip


def test_the_overview_says_what_is_missing_until_it_is_there(carla_s_browser: Client, project: Project) -> None:
    sentence = "Es ist noch kein Ziel gesetzt."
    assert sentence in carla_s_browser.get(EDIT).content.decode()
    sent(carla_s_browser, "ziel-setzen", text="Mehr Bäume")
    assert sentence not in carla_s_browser.get(EDIT).content.decode()


def test_the_overview_costs_the_same_with_one_goal_and_with_thirty(carla_s_browser: Client, project: Project) -> None:
    def count() -> int:
        carla_s_browser.get(EDIT)
        with CaptureQueriesContext(connection) as queries:
            carla_s_browser.get(EDIT)
        return len(queries)

    sent(carla_s_browser, "ziel-setzen", text="Ziel")
    before = count()
    for number in range(30):
        goal = Goal.objects.create(project=project, position=number + 2)
        GoalVersion.objects.create(goal=goal, text=f"Ziel {number}", stated_on=date(2025, 1, 1))
        make_milestone(project, (date(2025, 1, 1), "2027"))
    assert (count(), before <= 10) == (before, True)


def test_a_german_date_is_understood_and_said_back(carla_s_browser: Client, project: Project) -> None:
    response = sent(carla_s_browser, "meilenstein-planen", name="Spatenstich", date="2. Quartal 2027")
    assert (response.status_code, response.url) == (302, f"{EDIT}#milestones")
    assert project.milestones.get().dates.get().date == "2027-Q2"
    page = carla_s_browser.get(EDIT).content.decode()
    assert "Spatenstich: 2. Quartal 2027" in page
    assert "Der Meilenstein ist geplant." in page


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        (
            "umbenennen",
            {"name": "a\u202eb"},
            "„Neuer Name“ enthält unsichtbare Zeichen, die die Leserichtung umkehren.",
        ),
        ("umbenennen", {"name": "a\x00b"}, "„Neuer Name“ enthält Zeichen, die sich nicht drucken lassen."),
        ("umbenennen", {"name": "x" * 301}, "„Neuer Name“ ist zu lang: höchstens 300 Zeichen."),
        ("umbenennen", {"name": "<b>Neu</b>"}, "„Neuer Name“ darf kein HTML enthalten."),
        ("umbenennen", {"name": "=1+1"}, "„Neuer Name“ darf nicht mit =, +, - oder @ beginnen"),
        ("ziel-setzen", {"text": "x" * 2001}, "„Ziel“ ist zu lang: höchstens 2000 Zeichen."),
        ("ende", {"date": "bald"}, "„bald“ verstehen wir nicht als Datum."),
        ("ende", {"date": "1.1.1200"}, "Das Jahr muss zwischen 1990 und 2150 liegen."),
        ("beenden", {"reason": ""}, "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_nothing_is_stored(
    carla_s_browser: Client, project: Project, verb: str, fields: dict[str, str], sentence: str
) -> None:
    response = sent(carla_s_browser, verb, **fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(sentence) == 2  # above, with a link to the field, and beside it
    assert 'aria-invalid="true"' in page
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("verb", ["ersetzen", "themen"])
def test_a_choice_beyond_every_number_is_refused_like_any_wrong_one(
    carla_s_browser: Client, project: Project, verb: str
) -> None:
    field = "successors" if verb == "ersetzen" else "themes"
    answer = sent(carla_s_browser, verb, **{field: ["9" * 30], "reason": "Etwas"})
    assert (answer.status_code, f'href="#id_{field}"' in answer.content.decode()) == (422, True)


def test_a_form_sent_twice_has_one_effect(carla_s_browser: Client, project: Project) -> None:
    form = {"version": 1, "text": "Mehr Bäume"}
    first = carla_s_browser.post(f"{EDIT}ziel-setzen/", form)
    second = carla_s_browser.post(f"{EDIT}ziel-setzen/", form)
    assert (first.status_code, second.status_code, Goal.objects.count()) == (302, 422, 1)


def test_an_overtaken_form_keeps_every_word_and_says_what_changed(carla_s_browser: Client, project: Project) -> None:
    opened = {"version": 1, "text": "Mein langes Ziel."}
    sent(carla_s_browser, "umbenennen", name="Grüne Adern")
    response = carla_s_browser.post(f"{EDIT}ziel-setzen/", opened)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Mein langes Ziel.</textarea>" in page
    assert "Inzwischen hat jemand dieses Projekt geändert." in page
    assert "Umbenannt" in page
    assert "Stadtgrün → Grüne Adern" in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert carla_s_browser.post(f"{EDIT}ziel-setzen/", {**opened, "version": 2}).status_code == 302
    assert GoalVersion.objects.get().text == "Mein langes Ziel."


def test_an_entry_is_taken_back_from_the_overview(carla_s_browser: Client, project: Project) -> None:
    text = SheetText.objects.create(project=project, field="description", text="Falsch", stated_on=date(2026, 1, 1))
    assert f"{EDIT}zuruecknehmen-text/{text.pk}/" in carla_s_browser.get(EDIT).content.decode()
    sent(carla_s_browser, f"zuruecknehmen-text/{text.pk}", reason="Falsches Projekt")
    assert SheetText.objects.count() == 0


def test_what_was_closed_is_taken_up_again_from_the_overview(carla_s_browser: Client, project: Project) -> None:
    milestone = make_milestone(project, (date(2025, 1, 1), "2027"))
    kind = ObstacleKind.objects.create(slug="personal", name="Personal")
    sent(carla_s_browser, "risiko-nennen", text="Dürre")
    sent(carla_s_browser, "hindernis-nennen", kind=kind.pk, text="Zwei Stellen fehlen")
    risk, obstacle = project.prospects.get(), project.obstacles.get()
    ways = {
        f"meilenstein-streichen/{milestone.pk}": f"meilenstein-wieder-aufnehmen/{milestone.pk}",
        f"chance-risiko-schliessen/{risk.pk}": f"chance-risiko-wieder-aufnehmen/{risk.pk}",
        f"hindernis-eskalieren/{obstacle.pk}": f"eskalation-zuruecknehmen/{obstacle.pk}",
        f"hindernis-loesen/{obstacle.pk}": f"hindernis-wieder-aufnehmen/{obstacle.pk}",
    }
    for there, back in ways.items():
        link = f'href="{EDIT}{back}/"'
        offered = [link in carla_s_browser.get(EDIT).content.decode()]
        for verb in (there, back):
            assert sent(carla_s_browser, verb, reason="Darum").status_code == 302
            offered.append(link in carla_s_browser.get(EDIT).content.decode())
        assert offered == [False, True, False]


def test_wrong_addresses_find_nothing(carla_s_browser: Client, project: Project) -> None:
    stranger = Goal.objects.create(project=make_project(), position=1)
    wrong = ["unsinn/", "ziel-aendern/", f"starten/{project.pk}/", f"ziel-aendern/{stranger.pk}/", "ziel-aendern/99/"]
    assert [carla_s_browser.get(f"{EDIT}{path}").status_code for path in wrong] == [404] * 5
    assert carla_s_browser.get("/leitprojekte/gibt-es-nicht/bearbeiten/").status_code == 404


@pytest.mark.parametrize("path", ["", "starten/", "zuruecknehmen-text/1/"])
def test_who_is_not_logged_in_is_asked_to_and_others_find_nothing(project: Project, path: str) -> None:
    answer = Client().get(EDIT + path)
    assert (answer.status_code, answer.url) == (302, f"/anmelden/?next={EDIT}{path}")
    office = log_in("office_head")
    assert (office.get(EDIT + path).status_code, office.post(EDIT + path).status_code) == (404, 404)


def test_a_proposal_over_the_form_becomes_a_candidate(carla_s_browser: Client, project: Project) -> None:
    form = {"name": "Kühle Plätze", "theme": project.theme.pk, "description": "Schatten für alle."}
    answer = carla_s_browser.post("/leitprojekte/neu/", form)
    assert (answer.status_code, answer.url) == (302, "/leitprojekte/kuehle-plaetze/bearbeiten/")
    assert Project.objects.get(slug="kuehle-plaetze").state == "candidate"
    assert carla_s_browser.post("/leitprojekte/neu/", {"name": "???", "theme": project.theme.pk}).status_code == 422


def test_a_sixth_project_is_refused_in_the_form(carla_s_browser: Client, project: Project) -> None:
    HouseRule.objects.create(key="running_projects_per_theme", value=1, valid_from=date(2017, 1, 1))
    make_project("Zweites", theme=project.theme, state="approved")
    answer = carla_s_browser.post("/leitprojekte/zweites/bearbeiten/starten/", {"version": 1})
    assert "In „Grüne Stadt“ laufen bereits 1 Projekte" in answer.content.decode()
