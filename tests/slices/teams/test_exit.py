"""A sprint closes with owners or not at all; what has a team becomes a candidate, and the result tells everybody."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from querwerk.intake.models import Asker, Inquiry
from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.outbox.models import Mail
from querwerk.projects.actions.candidates import close_with_candidates, make_candidate
from querwerk.projects.models import Project
from querwerk.projects.queries.origin import origin_of
from querwerk.sprints.actions import ideas
from querwerk.sprints.actions import result as results
from querwerk.sprints.lifecycle import Showing, State
from querwerk.sprints.models import Idea, Sprint
from querwerk.structure.models import Account, Unit
from querwerk.teams.actions import forming
from querwerk.teams.models import Membership
from querwerk.teams.queries.results import result_page
from querwerk.web.thread import Candidate, came_of, candidates_of
from tests.factories import make_theme
from tests.logins import sign_in

from .people import AT, NEXT_WEEK, a_sprint, a_team, an_idea, as_actor, office, place_of, post_of, staff, works

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return a_sprint()


@pytest.fixture
def unit() -> Unit:
    return office()


@pytest.fixture
def ayse(unit: Unit) -> Account:
    return works("ayse", unit)


@pytest.fixture
def idea(sprint: Sprint, ayse: Account, unit: Unit) -> Idea:
    """An idea that has its team and its first step."""
    found, farid = an_idea(sprint=sprint)
    team = a_team(found, farid, ayse, works("guel", unit))
    forming.take_first_step(team, first_step="Anruf", first_step_on=NEXT_WEEK, by=as_actor(ayse), at=AT)
    found.refresh_from_db()
    return found


@pytest.fixture
def farid(idea: Idea) -> Actor:
    return as_actor(Account.objects.get(username="farid"))


def parked(sprint: Sprint, farid: Actor, title: str = "Ein Automat") -> Idea:
    found = ideas.note_idea(sprint, title=title, by=farid, at=AT)
    return ideas.park(found, reason="Dafür ist kein Geld da.", by=farid, at=AT)


def test_closing_makes_one_candidate_of_each_idea_with_a_team_and_none_of_what_is_parked(
    sprint: Sprint, idea: Idea, farid: Actor, ayse: Account
) -> None:
    parked(sprint, farid)
    theme = make_theme("Moderne Verwaltung")
    made = close_with_candidates(sprint, themes={idea.pk: theme}, by=farid, at=AT)
    assert [(one.name, one.state, one.origin, one.theme) for one in made] == [
        (idea.title, "candidate", idea.thread, theme)
    ]
    assert Project.objects.count() == 1
    assert dict(made[0].texts.values_list("field", "text")) == {
        "description": idea.text, "next_steps": "30.11.2026: Anruf",
    }  # fmt: skip
    lead = made[0].responsibilities.get()
    assert (lead.role, lead.post) == ("lead", post_of(ayse))


def test_the_theme_can_be_chosen_later_and_an_idea_becomes_a_candidate_once(
    sprint: Sprint, idea: Idea, farid: Actor
) -> None:
    assert close_with_candidates(sprint, themes={}, by=farid, at=AT) == []
    idea = Idea.objects.get(pk=idea.pk)
    made = make_candidate(idea, theme=make_theme(), by=farid, at=AT)
    with pytest.raises(Refused):
        make_candidate(idea, theme=make_theme(), by=farid, at=AT)
    assert list(Project.objects.all()) == [made]


def test_no_candidate_is_made_of_an_idea_in_a_sprint_that_runs_nor_by_who_only_took_part(
    sprint: Sprint, idea: Idea, farid: Actor, ayse: Account
) -> None:
    theme = make_theme()
    with pytest.raises(Refused):
        make_candidate(idea, theme=theme, by=farid, at=AT)
    ideas.close_sprint(sprint, by=farid, at=AT)
    with pytest.raises(Refused):
        make_candidate(Idea.objects.get(pk=idea.pk), theme=theme, by=as_actor(ayse), at=AT)


def test_from_the_candidate_one_finds_the_way_back(sprint: Sprint, idea: Idea, farid: Actor, ayse: Account) -> None:
    made = close_with_candidates(sprint, themes={idea.pk: make_theme()}, by=farid, at=AT)[0]
    seen = origin_of(made.pk, farid)
    assert seen is not None
    assert (seen.idea, seen.idea_pk, seen.sprint_slug) == (idea.title, idea.pk, sprint.slug)
    stranger = origin_of(made.pk, NOBODY)
    assert stranger is not None and (stranger.idea_pk, stranger.sprint_slug, stranger.team_slug) == (None, "", "")


def test_the_database_itself_refuses_to_close_over_an_open_idea(sprint: Sprint, idea: Idea, farid: Actor) -> None:
    def close() -> None:
        with transaction.atomic():
            Sprint.objects.filter(pk=sprint.pk).update(state="closed")

    more = ideas.note_idea(sprint, title="Noch offen", by=farid, at=AT)
    with pytest.raises(IntegrityError):
        close()
    ideas.park(more, reason="Später", by=farid, at=AT)
    Membership.objects.filter(team__idea=idea, part="member").update(number=None, standing="left")
    with pytest.raises(IntegrityError):  # a team of one is no team
        close()
    Membership.objects.filter(team__idea=idea, part="member").update(number=5, standing="agreed")
    close()
    for change in ({"way_out": "open"}, {"sprint": sprint, "way_out": "open"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Idea.objects.filter(pk=idea.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.create(sprint=sprint, title="Zu spät", noted_on=NEXT_WEEK)


def test_a_team_that_lost_somebody_who_was_erased_stands_in_the_way_with_a_sentence(
    sprint: Sprint, idea: Idea, farid: Actor
) -> None:
    Membership.objects.filter(team__idea=idea, part="member").delete()
    with pytest.raises(ideas.StillOpen) as refused:
        close_with_candidates(sprint, themes={}, by=farid, at=AT)
    assert refused.value.ideas == [(idea.pk, idea.title)]


def test_without_its_trigger_the_database_would_let_it_close(sprint: Sprint, farid: Actor) -> None:
    """The negative control."""
    ideas.note_idea(sprint, title="Noch offen", by=farid, at=AT)
    table = "" if connection.vendor == "sqlite" else " ON sprints_sprint"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER sprint_closes_with_owners{table}")
    Sprint.objects.filter(pk=sprint.pk).update(state="closed")
    assert Sprint.objects.get(pk=sprint.pk).state == "closed"


def test_one_release_publishes_the_result_and_takes_it_back(sprint: Sprint, idea: Idea, farid: Actor) -> None:
    close_with_candidates(sprint, themes={}, by=farid, at=AT)
    carla, reader = as_actor(staff()), as_actor(works("rita", office("Bauamt")))
    assert result_page(sprint.slug, reader) is None
    results.write_outlook(sprint, outlook="Am 1. Dezember treffen wir uns.", version=0, by=farid, at=AT)
    results.publish_result(sprint, showing=Showing.HOUSE, version=1, by=carla, at=AT)
    seen = result_page(sprint.slug, reader)
    assert seen is not None and seen.outlook == "Am 1. Dezember treffen wir uns."
    assert result_page(sprint.slug, NOBODY) is None
    results.take_result_back(sprint, version=2, by=carla, at=AT)
    assert result_page(sprint.slug, reader) is None
    results.publish_result(sprint, showing=Showing.EVERYBODY, version=3, by=carla, at=AT)
    assert result_page(sprint.slug, NOBODY) is not None
    assert Sprint.objects.get(pk=sprint.pk).state == State.PUBLISHED


def test_nobody_publishes_for_everybody_what_they_closed_themselves(sprint: Sprint, idea: Idea) -> None:
    carla = staff()
    sprint.seated.create(account=carla, part="facilitator", state="taken")
    ideas.close_sprint(sprint, by=as_actor(carla), at=AT)
    with pytest.raises(Refused):
        results.publish_result(sprint, showing=Showing.EVERYBODY, version=0, by=as_actor(carla), at=AT)
    results.publish_result(sprint, showing=Showing.HOUSE, version=0, by=as_actor(carla), at=AT)
    assert Sprint.objects.get(pk=sprint.pk).state == State.PUBLISHED


def test_only_the_staff_unit_publishes(sprint: Sprint, idea: Idea, farid: Actor) -> None:
    ideas.close_sprint(sprint, by=farid, at=AT)
    with pytest.raises(Refused):
        results.publish_result(sprint, showing=Showing.HOUSE, version=0, by=farid, at=AT)


def test_names_stand_with_the_result_only_where_the_person_wishes_it(
    client: Client, sprint: Sprint, idea: Idea, farid: Actor, ayse: Account
) -> None:
    forming.name_oneself(place_of(idea.team, ayse), named=True, by=as_actor(ayse), at=AT)
    ideas.close_sprint(sprint, by=farid, at=AT)
    results.publish_result(sprint, showing=Showing.EVERYBODY, version=0, by=as_actor(staff()), at=AT)
    page = client.get(f"/sprints/{sprint.slug}/ergebnis/").content.decode()
    assert "Ayse (Bürgeramt)" in page
    assert "Guel" not in page
    word = client.get(f"/sprints/{sprint.slug}/ergebnis/ergebnis.docx").content
    text = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert ("Ayse (Bürgeramt)" in text, "Guel" in text) == (True, False)
    assert client.get(f"/sprints/{sprint.slug}/ergebnis/ergebnis.pdf").content.startswith(b"%PDF")


def test_a_sprint_is_closed_in_the_browser_and_names_what_is_open(
    client: Client, sprint: Sprint, idea: Idea, farid: Actor
) -> None:
    browser = sign_in(client, Account.objects.get(username="farid"))
    more = ideas.note_idea(sprint, title="Noch offen", by=farid, at=AT)
    address, theme = f"/sprints/{sprint.slug}/abschluss/", make_theme("Soziale Stadt")
    page = browser.post(address, {f"theme_{idea.pk}": theme.pk})
    assert page.status_code == 422
    assert f'href="/sprints/{sprint.slug}/ideen/{more.pk}/">Noch offen</a>' in page.content.decode()
    done = browser.post(f"/sprints/{sprint.slug}/ideen/{more.pk}/parken/", {"reason": "Kein Geld."})
    assert done.status_code == 302
    done = browser.post(address, {f"theme_{idea.pk}": theme.pk})
    assert (done.status_code, done["Location"]) == (302, f"/sprints/{sprint.slug}/ergebnis/")
    assert Project.objects.get().theme == theme
    assert browser.get(done["Location"]).status_code == 200


def test_whoever_asked_hears_that_the_sprint_took_place_and_what_came_of_it(
    sprint: Sprint, idea: Idea, farid: Actor, unit: Unit
) -> None:
    asker, carla = works("hannah", unit), as_actor(staff())
    asked = Inquiry.objects.create(title="Wege", concern="Dreimal", state="planned", received_at=AT)
    secret = Inquiry.objects.create(
        title="Vertraulich", concern="Leise", state="planned", secrecy="confidential", received_at=AT
    )
    Asker.objects.create(inquiry=asked, account=asker.username)
    for inquiry in (asked, secret):
        sprint.subjects.create(inquiry=inquiry)
    close_with_candidates(sprint, themes={}, by=farid, at=AT)
    asked.refresh_from_db()
    assert asked.state == "planned"  # a facilitator of another unit answers no inquiry
    results.publish_result(sprint, showing=Showing.HOUSE, version=0, by=carla, at=AT)
    states = dict(Inquiry.objects.values_list("title", "state"))
    assert states["Wege"] == "published"
    assert states["Vertraulich"] in ("planned", "held")
    kinds = set(Mail.objects.filter(to=asker).values_list("kind", flat=True))
    assert kinds == {"intake.inquiry_held", "intake.inquiry_published"}


def test_who_worked_in_the_sprint_learns_of_the_candidate_and_only_its_readers_open_it(
    sprint: Sprint, idea: Idea, farid: Actor
) -> None:
    made = close_with_candidates(sprint, themes={idea.pk: make_theme()}, by=farid, at=AT)[0]
    guel = as_actor(Account.objects.get(username="guel"))
    carla, rita = as_actor(staff()), as_actor(works("rita", office("Bauamt")))
    told = {idea.thread: Candidate(made.name, "")}
    assert candidates_of([idea.thread], guel, near=True) == told
    assert candidates_of([idea.thread], carla, near=False) == {idea.thread: Candidate(made.name, made.slug)}
    assert candidates_of([idea.thread], rita, near=False) == {}
    Project.objects.update(state="put_off")
    assert candidates_of([idea.thread], guel, near=True) == {}  # it is none any more; no word of why


def test_whoever_asked_without_a_name_finds_what_is_published_to_everybody_and_nothing_else(
    client: Client, sprint: Sprint, idea: Idea, farid: Actor
) -> None:
    asked = Inquiry.objects.create(title="Wege", concern="Dreimal", state="planned", received_at=AT)
    other = Inquiry.objects.create(title="Räume", concern="Laut", state="planned", received_at=AT)
    sprint.subjects.create(inquiry=asked)
    close_with_candidates(sprint, themes={idea.pk: make_theme()}, by=farid, at=AT)
    carla = as_actor(staff())
    results.publish_result(sprint, showing=Showing.HOUSE, version=0, by=carla, at=AT)
    assert came_of(asked.thread) == []
    results.take_result_back(sprint, version=1, by=carla, at=AT)
    results.publish_result(sprint, showing=Showing.EVERYBODY, version=2, by=carla, at=AT)
    assert [(stage.kind, stage.title, stage.next_on) for stage in came_of(asked.thread)] == [
        ("idea", idea.title, NEXT_WEEK)
    ]
    assert came_of(other.thread) == []
    result = f"/sprints/{sprint.slug}/ergebnis/"
    assert [stage.address for stage in came_of(asked.thread)] == [result]
    page = client.get(result).content.decode()
    assert f'href="/sprints/{sprint.slug}/"' not in page  # the page of the sprint is the house's own
    assert (
        f'href="/sprints/{sprint.slug}/"'
        in sign_in(client, Account.objects.get(username="farid")).get(result).content.decode()
    )
