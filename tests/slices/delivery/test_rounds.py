"""Update rounds: whom they ask, when the calendar begins one, what the staff unit sees; nothing about people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from querwerk.delivery.actions.answers import confirm_unchanged
from querwerk.delivery.actions.rounds import (
    close_round,
    name_session_day,
    remind_now,
    start_due_rounds,
    start_round,
    start_round_before,
    strike_session_day,
)
from querwerk.delivery.models import Answer, Round, SessionDay
from querwerk.delivery.queries.rounds import coming_days, round_lines, round_page
from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.projects.models import Involvement, Project
from querwerk.structure.models import Body, HouseRule, Theme, ThemeBody
from tests.factories import make_project, make_responsibility, make_theme
from tests.logins import sign_in

from .people import as_actor, holder, lead_of, officer_of, staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SEEN = date(2026, 1, 10)


@pytest.fixture
def theme() -> Theme:
    return make_theme("Grüne Stadt", position=1)


@pytest.fixture
def other() -> Theme:
    return make_theme("Soziale Stadt", position=2)


@pytest.fixture
def baeume(theme: Theme) -> Project:
    return make_project("Bäume", theme=theme, states=[(SEEN, "running")])


@pytest.fixture
def wald(theme: Theme) -> Project:
    return make_project("Wald", theme=theme, states=[(SEEN, "delayed")])


@pytest.fixture
def quartier(other: Theme) -> Project:
    return make_project("Quartier", theme=other, states=[(SEEN, "running")])


@pytest.fixture
def committee(theme: Theme) -> Body:
    body = Body.objects.create(slug="aug", short="AUG", name="Umweltausschuss")
    ThemeBody.objects.create(theme=theme, body=body, valid_from=SEEN, stated_on=SEEN)
    return body


def asked(found: Round) -> list[str]:
    return sorted(found.projects.values_list("name", flat=True))


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


# -- whom a round asks


def test_a_round_asks_every_project_in_work_and_no_candidate_and_none_that_ended(
    baeume: Project, wald: Project, quartier: Project, theme: Theme, carla: Actor
) -> None:
    make_project("Geheim", theme=theme, state="candidate")
    make_project("Fertig", theme=theme, state="completed")
    found = start_round(title="Herbstrunde", due_on=TODAY, by=carla, at=NOW)
    assert asked(found) == ["Bäume", "Quartier", "Wald"]


def test_a_round_may_ask_the_projects_of_some_themes(
    baeume: Project, quartier: Project, other: Theme, carla: Actor
) -> None:
    assert asked(start_round(title="Sozial", due_on=TODAY, themes=[other], by=carla, at=NOW)) == ["Quartier"]


def test_a_body_asks_the_projects_of_its_themes_and_those_with_a_date_of_it(
    baeume: Project, quartier: Project, other: Theme, theme: Theme, committee: Body, carla: Actor
) -> None:
    make_project("Fern", theme=other, states=[(SEEN, "running")])
    served = make_project("Beide", theme=other, states=[(SEEN, "running")])
    served.also_serves.add(theme)
    day = date(2027, 1, 20)
    Involvement.objects.create(project=quartier, body=committee, what="Sachstand", date="2027-01-20", first_on=day,
                               last_on=day, planned=True, stated_on=SEEN)  # fmt: skip
    found = start_round_before(committee, date(2026, 12, 15), by=carla, at=NOW)
    assert asked(found) == ["Beide", "Bäume", "Quartier"]
    assert (found.opened_on, found.due_on) == (TODAY, date(2026, 12, 8))


def test_days_follow_the_rules_of_the_house(baeume: Project, committee: Body, carla: Actor) -> None:
    HouseRule.objects.create(key="round_due_days", value=10, valid_from=SEEN)
    assert start_round_before(committee, date(2026, 12, 15), by=carla, at=NOW).due_on == date(2026, 12, 5)


def test_there_is_one_round_for_one_day_of_a_body(baeume: Project, committee: Body, carla: Actor) -> None:
    start_round_before(committee, date(2026, 12, 15), by=carla, at=NOW)
    said = refusal(start_round_before, committee, date(2026, 12, 15), by=carla, at=NOW)
    assert said == ("Für diese Sitzung gibt es schon eine Runde.", "meets_on")
    assert (Round.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_round_that_would_ask_nobody_is_not_begun(other: Theme, committee: Body, carla: Actor) -> None:
    sentence = "Kein laufendes Projekt würde gefragt. Bitte wählen Sie ein anderes Thema oder Gremium."
    assert refusal(start_round, title="Leer", due_on=TODAY, by=carla, at=NOW) == (sentence, "")
    assert refusal(start_round_before, committee, date(2026, 12, 15), by=carla, at=NOW) == (sentence, "")
    assert (Round.objects.count(), SessionDay.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("due_on", [date(2026, 11, 21), date(2029, 1, 1)])
def test_a_round_is_due_from_today_on_within_two_years(baeume: Project, carla: Actor, due_on: date) -> None:
    sentence, field = refusal(start_round, title="Runde", due_on=due_on, by=carla, at=NOW)
    assert (sentence, field) == ("Bitte wählen Sie einen Tag ab heute, innerhalb von zwei Jahren.", "due_on")


@pytest.mark.parametrize("role", ["project_lead", "theme_officer", "mayor", "administrator", "auditor", "employee"])
def test_only_the_staff_unit_begins_reminds_and_closes(baeume: Project, carla: Actor, role: str) -> None:
    found = start_round(title="Runde", due_on=TODAY, by=carla, at=NOW)
    somebody = Actor(post="Amt", account="x", roles=frozenset({role}))
    denied = ("Das darf nur die Stabsstelle.", "")
    assert refusal(start_round, title="Zweite", due_on=TODAY, by=somebody, at=NOW) == denied
    assert refusal(remind_now, found, by=somebody, at=NOW) == denied
    assert refusal(close_round, found, by=somebody, at=NOW) == denied
    assert refusal(close_round, found, by=NOBODY, at=NOW) == denied


# -- the calendar


def test_the_calendar_begins_a_round_when_the_day_comes_near_and_only_once(
    baeume: Project, committee: Body, carla: Actor
) -> None:
    name_session_day(committee, date(2026, 12, 21), by=carla, at=NOW)
    assert [len(start_due_rounds(NOW + timedelta(days=days))) for days in (0, 1, 1, 2)] == [0, 1, 0, 0]
    found = Round.objects.get()
    assert (found.opened_on, found.due_on) == (date(2026, 11, 23), date(2026, 12, 14))
    entry = Entry.objects.get(event="delivery.round_started")
    assert (entry.post, entry.person_digest) == ("Querwerk", "")


def test_a_date_on_the_sheet_of_a_project_begins_a_round_too(baeume: Project, carla: Actor, db: None) -> None:
    body = Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    for written, first, last in (
        ("2026-12-15", date(2026, 12, 15), date(2026, 12, 15)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),  # some day of December begins nothing
    ):
        Involvement.objects.create(project=baeume, body=body, what="Sachstand", date=written, first_on=first,
                                   last_on=last, planned=True, stated_on=SEEN)  # fmt: skip
    (day,) = coming_days(on=TODAY)
    assert (day.name, day.meets_on, day.stated_by, day.typed) == ("Gemeinderat", date(2026, 12, 15), 1, False)
    assert [found.meets_on for found in start_due_rounds(NOW)] == [date(2026, 12, 15)]


def test_the_date_of_a_candidate_tells_nobody_that_it_exists(theme: Theme, carla: Actor) -> None:
    body = Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    secret = make_project("Geheim", theme=theme, state="candidate")
    day = date(2026, 12, 15)
    row = Involvement.objects.create(project=secret, body=body, what="Sachstand", date="2026-12-15", first_on=day,
                                     last_on=day, planned=True, stated_on=SEEN)  # fmt: skip
    assert coming_days(on=TODAY) == []
    open_one = make_project("Offen", theme=theme, states=[(SEEN, "running")])
    Involvement.objects.filter(pk=row.pk).update(project=open_one)
    assert len(coming_days(on=TODAY)) == 1  # negative control


def test_a_struck_day_begins_nothing(baeume: Project, committee: Body, carla: Actor) -> None:
    name_session_day(committee, date(2026, 12, 1), by=carla, at=NOW)
    assert refusal(name_session_day, committee, date(2026, 12, 1), by=carla, at=NOW)[1] == "meets_on"
    strike_session_day(committee, date(2026, 12, 1), by=carla, at=NOW)
    assert start_due_rounds(NOW) == []


# -- what the staff unit sees


def test_a_round_says_how_many_of_how_many_have_answered(
    baeume: Project, wald: Project, quartier: Project, carla: Actor
) -> None:
    found = start_round(title="Runde", due_on=TODAY, by=carla, at=NOW)
    confirm_unchanged(baeume, version=baeume.version, by=carla, at=NOW)
    (line,) = round_lines()
    assert (line.asked, line.answered, line.missing) == (3, 1, 2)
    Project.objects.filter(pk=wald.pk).update(state="completed", slot=None)
    (line,) = round_lines()
    assert (line.asked, line.answered, line.missing) == (2, 1, 1)  # who has ended owes nothing
    page = round_page(found.pk, on=TODAY + timedelta(days=3))
    assert page is not None
    assert [(one.name, one.overdue_days(line.due_on, TODAY + timedelta(days=3))) for one in page.projects] == [
        ("Quartier", 3),
        ("Bäume", 0),
        ("Wald", 0),
    ]


def test_a_round_names_projects_without_a_lead_since_nobody_can_be_reminded(
    baeume: Project, wald: Project, carla: Actor
) -> None:
    lead_of(baeume)
    found = start_round(title="Runde", due_on=TODAY, by=carla, at=NOW)
    page = round_page(found.pk, on=TODAY)
    assert page is not None
    assert [one.name for one in page.unled] == ["Wald"]
    assert [one.leads for one in page.projects] == [("Projektleitung (Amt ayse)",), ()]


def test_a_closed_round_is_closed(baeume: Project, carla: Actor) -> None:
    found = start_round(title="Runde", due_on=TODAY, by=carla, at=NOW)
    close_round(found, by=carla, at=NOW)
    assert refusal(close_round, found, by=carla, at=NOW) == ("Diese Runde ist geschlossen.", "")
    assert refusal(remind_now, found, by=carla, at=NOW) == ("Diese Runde ist geschlossen.", "")
    confirm_unchanged(baeume, version=baeume.version, by=carla, at=NOW)
    assert Answer.objects.count() == 0


# -- over HTTP


def test_the_staff_unit_sees_beforehand_whom_a_round_would_ask(
    client: Client, baeume: Project, wald: Project, theme: Theme
) -> None:
    sign_in(client, staff())
    today = timezone.localdate()
    said = {"title": "Herbstrunde", "due_on": today.isoformat(), "themes": [theme.pk]}
    page = client.post("/runden/neu/", said)
    assert (page.status_code, Round.objects.count()) == (200, 0)
    assert "2 Projekte würden gefragt" in page.content.decode()
    answer = client.post("/runden/neu/", {**said, "start": "1"})
    assert answer.url == f"/runden/{Round.objects.get().pk}/"
    text = client.get(answer.url).content.decode()
    assert "0 von 2 Projekten haben geantwortet." in text
    assert "2 Projekte haben keine Leitung, die erinnert werden könnte" in text


def test_a_form_without_a_day_says_which_one_is_missing(client: Client, baeume: Project, committee: Body) -> None:
    sign_in(client, staff())
    for said, field in (({"body": committee.pk}, "id_meets_on_error"), ({"title": "x"}, "id_due_on_error")):
        answer = client.post("/runden/neu/", {**said, "start": "1"})
        assert answer.status_code == 422
        assert f'id="{field}"' in answer.content.decode()
    assert Round.objects.count() == 0


def test_the_file_of_a_round_names_posts_and_no_person(client: Client, baeume: Project, carla: Actor) -> None:
    lead = lead_of(baeume)
    found = start_round(title="Runde", due_on=timezone.localdate(), by=carla, at=timezone.now())
    confirm_unchanged(baeume, version=baeume.version, by=as_actor(lead), at=timezone.now())
    sign_in(client, staff())
    text = client.get(f"/runden/{found.pk}/runde.csv").content.decode("utf-8-sig")
    today = f"{timezone.localdate():%d.%m.%Y}"
    assert text.splitlines()[1] == (
        f"Bäume;Grüne Stadt;Projektleitung (Amt ayse);nichts hat sich geändert;{today};Projektleitung;0;10.01.2026"
    )
    assert "Ayse" not in text + client.get(f"/runden/{found.pk}/").content.decode()
    assert "Ayse" in str(lead.person)  # negative control: the person has a name


@pytest.mark.parametrize("path", ["/runden/", "/runden/neu/", "/runden/termine/", "/runden/1/", "/unterstuetzung/"])
def test_leads_officers_and_residents_do_not_see_the_rounds(
    client: Client, baeume: Project, theme: Theme, path: str
) -> None:
    assert client.get(path).url == f"/anmelden/?next={path}"
    for account in (lead_of(baeume), officer_of(theme)):
        sign_in(client, account)
        assert client.get(path).status_code == 404


def test_pages_need_as_many_statements_for_three_projects_and_rounds_as_for_one(
    client: Client, theme: Theme, carla: Actor
) -> None:
    account, post = holder("ayse", "project_lead", "Projektleitung")
    unit_staff = staff()

    def grow(number: int) -> None:
        project = make_project(f"P{number}", theme=theme, states=[(SEEN, "running")])
        make_responsibility(project, post.unit, post=post, role="lead")
        start_round(title=f"Runde {number}", due_on=timezone.localdate(), by=carla, at=timezone.now())

    def statements() -> dict[str, int]:
        found = {}
        first = Round.objects.order_by("-pk").values_list("pk", flat=True)[0]
        for who, paths in (
            (unit_staff, ("/runden/", f"/runden/{first}/", "/runden/termine/", "/unterstuetzung/")),
            (account, ("/aktualisierung/", "/aktualisierung/p0/")),
        ):
            sign_in(client, who)
            for path in paths:
                client.get(path)  # what is remembered by journal position is read
                with CaptureQueriesContext(connection) as seen:
                    assert client.get(path).status_code == 200
                found[path.replace(f"/{first}/", "/N/")] = len(seen)
        return found

    grow(0)
    alone = statements()
    for number in (1, 2):
        grow(number)
    assert statements() == alone
    assert max(alone.values()) <= 18, alone
