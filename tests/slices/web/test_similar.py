"""Similar entries while somebody writes: shown to those who may read them, to nobody else; and following one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.intake.actions import asking
from querwerk.journal.actions import NOBODY, Event, record
from querwerk.outbox.kinds import written
from querwerk.outbox.models import Mail
from querwerk.projects.models import Project
from querwerk.projects.queries.documents import documents
from querwerk.search.actions import index
from querwerk.structure.models import Account
from querwerk.trails.actions import trails
from querwerk.trails.actions.stations import Stop
from querwerk.web.actions.following import tell_followers
from querwerk.web.alike import entries_like
from querwerk.web.following import KINDS
from querwerk.web.models import Follow
from tests.factories import make_project
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, lead_of, leaves, staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAID = {"title": "Weniger Unterschriften für Dienstreisen", "concern": "Jede Reise braucht elf Unterschriften."}


@pytest.fixture
def ayse() -> Account:
    return holder("ayse", "employee", "Sachbearbeitung")[0]


@pytest.fixture
def bernd() -> Account:
    return holder("bernd", "employee", "Sachbearbeitung")[0]


@pytest.fixture
def project() -> Project:
    project = make_project("Radwege am Fluss")
    index(documents())
    return project


def titles(account: Account | None, title: str) -> list[str]:
    return [line.entry.title for line in entries_like(as_actor(account) if account else NOBODY, title)]


def answer(client: Client, **said: str) -> str:
    response = client.post("/aehnliches/", {"part": "1", **said})
    assert response.status_code == 200
    return response.content.decode()


def test_somebody_without_a_log_in_sees_what_everybody_may_read(client: Client, project: Project) -> None:
    shown = answer(client, title="Neuer Radweg am Fluss", text="Da ist keiner.")
    assert 'href="/leitprojekte/radwege-am-fluss/"' in shown
    assert "Gemeinsame Wörter: Fluss, Radweg" in shown
    assert "Verfolgen" not in shown


def test_nothing_alike_is_said_in_a_sentence(client: Client, project: Project) -> None:
    assert "nichts Ähnliches" in answer(client, title="Kaffeemaschine")
    assert answer(client, title="", text="").strip() != ""


def test_ones_own_inquiry_is_shown_to_oneself_and_to_nobody_else(ayse: Account, bernd: Account) -> None:
    asking.ask(**SAID, by=as_actor(ayse), at=NOW)
    own = [SAID["title"]]
    assert titles(ayse, "Unterschriften auf Dienstreisen") == own
    assert [titles(who, "Unterschriften auf Dienstreisen") for who in (bernd, staff(), None)] == [[], [], []]


def test_a_trail_is_shown_as_far_as_it_is_released(ayse: Account, bernd: Account) -> None:
    carla = staff()
    trail = trails.open_trail(
        title="Dienstreise", stations=[Stop("Poststelle"), Stop("Kämmerei")], by=as_actor(ayse), at=NOW
    )
    seen = lambda: [bool(titles(who, "Dienstreise")) for who in (ayse, bernd, None)]  # noqa: E731
    assert seen() == [True, False, False]
    trail = trails.share(trail.slug, version=trail.version, by=as_actor(ayse), at=NOW)
    assert seen() == [True, True, False]
    trail = trails.publish(trail.slug, version=trail.version, by=as_actor(carla), at=NOW)
    assert seen() == [True, True, True]
    trail = trails.take_back(trail.slug, version=trail.version, by=as_actor(carla), at=NOW)
    trails.take_back(trail.slug, version=trail.version, by=as_actor(ayse), at=NOW)
    assert seen() == [True, False, False]


def test_a_candidate_is_shown_to_its_lead_and_to_the_staff_unit_alone(ayse: Account) -> None:
    candidate = make_project("Seilbahn", state="candidate")
    index(documents())
    lead = lead_of(candidate, username="frieda")
    assert [titles(who, "Seilbahn über den Fluss") for who in (lead, staff())] == [["Seilbahn"], ["Seilbahn"]]
    assert [titles(who, "Seilbahn über den Fluss") for who in (ayse, None)] == [[], []]


def test_what_nobody_may_see_changes_nothing_of_an_answer(client: Client, project: Project) -> None:
    before = answer(client, title="Radweg und Seilbahn")
    for number in range(20):
        make_project(f"Seilbahn und Radweg {number}", state="candidate")
    index(documents())
    assert answer(client, title="Radweg und Seilbahn") == before
    # Negative control: once they are everybody's, they do.
    make_project("Seilbahn")
    index(documents())
    assert answer(client, title="Radweg und Seilbahn") != before


def test_an_entry_that_was_hidden_a_moment_ago_is_not_shown_though_its_words_are_still_held(project: Project) -> None:
    assert titles(None, "Radweg") == ["Radwege am Fluss"]
    Project.objects.update(state="candidate", slot=None)  # the index has not been told
    assert titles(None, "Radweg") == []


def test_the_form_works_without_a_script_and_keeps_what_was_typed(
    client: Client, ayse: Account, project: Project
) -> None:
    sign_in(client, ayse)
    shown = client.post("/anfragen/neu/", {"similar": "1", "title": "Radweg am Fluss", "concern": "<b>Er fehlt.</b>"})
    page = shown.content.decode()
    assert (shown.status_code, 'value="Radweg am Fluss"' in page, "&lt;b&gt;Er fehlt.&lt;/b&gt;" in page) == (
        200,
        True,
        True,
    )
    assert 'href="/leitprojekte/radwege-am-fluss/"' in page
    assert "Fehler" not in page


def test_the_look_has_a_page_of_its_own(client: Client, project: Project) -> None:
    assert client.get("/aehnliches/").status_code == 200
    assert "Radwege am Fluss" in client.post("/aehnliches/", {"title": "Radwege"}).content.decode()


def test_script_in_what_is_typed_is_shown_as_text(client: Client) -> None:
    index([])
    make_project("<script>alert(1)</script> Radweg")
    index(documents())
    shown = answer(client, title="<script>alert(1)</script>")
    assert ("<script>" in shown, "&lt;script&gt;" in shown) == (False, True)


def test_an_answer_takes_few_statements_however_much_is_there(client: Client, ayse: Account, project: Project) -> None:
    sign_in(client, ayse)
    answer(client, title="Radweg")
    with CaptureQueriesContext(connection) as few:
        answer(client, title="Radweg")
    for number in range(8):
        make_project(f"Radweg {number}")
        asking.ask(title=f"Radweg {number}", concern="Fehlt.", by=as_actor(ayse), at=NOW)
    index(documents())
    answer(client, title="Radweg")
    with CaptureQueriesContext(connection) as many:
        answer(client, title="Radweg")
    # A kind more of entries is a statement more.
    assert (len(few), len(many)) == (9, 10)


# -- following


def moved(project: Project, at: datetime = NOW) -> None:
    record(
        Event("projects.moved", project.thread, facts={"state": ["running", "delayed"]}),
        by=as_actor(staff("clara")),
        at=at,
    )


def test_who_follows_is_told_once_when_the_state_moves(client: Client, ayse: Account, project: Project) -> None:
    sign_in(client, ayse)
    path = "/aehnliches/verfolgen/project/radwege-am-fluss/"
    assert client.get(path).status_code == 200
    client.post(path)
    client.post(path)
    tell_followers(NOW)
    assert (Follow.objects.count(), Mail.objects.count()) == (1, 0)
    moved(project)
    tell_followers(NOW)
    tell_followers(NOW)
    mail = Mail.objects.get()
    assert (mail.kind, mail.to_id, mail.words["title"]) == ("web.followed_moved", ayse.pk, "Radwege am Fluss")
    letter = written(KINDS[mail.kind], mail.words)
    assert "Sie verfolgen „Radwege am Fluss“. Der Stand ist jetzt:" in letter.text
    assert KINDS[mail.kind].may_receive(ayse, mail.words) is True


def test_who_follows_no_longer_is_told_nothing(client: Client, ayse: Account, project: Project) -> None:
    sign_in(client, ayse)
    path = "/aehnliches/verfolgen/project/radwege-am-fluss/"
    client.post(path)
    assert "Radwege am Fluss" in client.get("/aehnliches/verfolgt/").content.decode()
    client.post(path, {"end": "1"})
    moved(project)
    tell_followers(NOW)
    assert (Follow.objects.count(), Mail.objects.count()) == (0, 0)


def test_who_may_no_longer_see_an_entry_is_told_nothing(client: Client, project: Project) -> None:
    candidate = make_project("Seilbahn", state="candidate")
    lead = lead_of(candidate, username="frieda")
    client.force_login(lead)
    client.post("/aehnliches/verfolgen/project/seilbahn/")
    assert Follow.objects.count() == 1
    moved(candidate)
    leaves(lead, NOW.date())
    tell_followers(NOW)
    assert Mail.objects.count() == 0


def test_nobody_follows_what_they_may_not_see(client: Client, ayse: Account) -> None:
    make_project("Seilbahn", state="candidate")
    sign_in(client, ayse)
    path = "/aehnliches/verfolgen/project/seilbahn/"
    assert [client.get(path).status_code, client.post(path).status_code, Follow.objects.count()] == [404, 404, 0]
    assert client.get("/aehnliches/verfolgen/unsinn/seilbahn/").status_code == 404
