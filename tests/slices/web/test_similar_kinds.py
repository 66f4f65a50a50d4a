"""Similar entries of every kind: shown as far as they are released, joined where one can, and on pages without a name
as nobody sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from querwerk.intake.actions import answering
from querwerk.intake.actions import campaigns as intake_campaigns
from querwerk.intake.forms.asking import opened
from querwerk.intake.lifecycle import State
from querwerk.intake.models import Inquiry
from querwerk.journal.actions import NOBODY
from querwerk.outbox.models import Mail
from querwerk.search.actions import index, remove
from querwerk.search.models import Document
from querwerk.search.queries import find
from querwerk.sprints.actions import ideas, planning, result
from querwerk.sprints.lifecycle import Showing
from querwerk.sprints.queries.sprints import document
from querwerk.structure.models import Account
from querwerk.teams.actions import forming
from querwerk.trails.actions import absurdities, findings
from querwerk.trails.models import Absurdity
from querwerk.web.actions.following import tell_followers
from querwerk.web.alike import Line, entries_like, entry
from tests.factories import make_sprint
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff
from tests.slices.intake.asking import inquiry
from tests.slices.teams.people import NEXT_WEEK, a_team, an_idea, office, works
from tests.slices.trails.people import AT, released

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAID = "Fahrkarten aus dem Automaten"


@pytest.fixture
def staff_unit() -> Account:
    return staff()


@pytest.fixture
def bernd() -> Account:
    return holder("bernd", "employee", "Sachbearbeitung")[0]


def lines(account: Account | None, kind: str) -> list[Line]:
    """What is shown of one kind."""
    actor = as_actor(account) if account else NOBODY
    return [line for line in entries_like(actor, SAID) if line.kind == kind]


@pytest.fixture
def seen(staff_unit: Account, bernd: Account) -> Callable[[str], list[bool]]:
    """Whether the staff unit, somebody of the house and everybody are shown an entry of a kind, and find it."""

    def by_all(kind: str) -> list[bool]:
        return [bool(lines(who, kind)) for who in (staff_unit, bernd, None)]

    return by_all


def found(kind: str, *, house: bool) -> int:
    """How many documents of a kind the search of the house knows."""
    return find(SAID, {kind}, house=house).total


# -- what came of inquiries


@pytest.mark.parametrize(("shown", "as_told"), [("house", [True, True, False]), ("public", [True, True, True])])
def test_what_came_of_an_inquiry_is_shown_to_those_it_is_told(
    shown: str, as_told: list[bool], seen: Callable[[str], list[bool]], staff_unit: Account, client: Client
) -> None:
    asked = inquiry(State.HELD, title=SAID, concern="Sie sind aus Papier.")
    assert seen("result") == [False, False, False]
    words = {"headline": "Fahrkarten kommen aus dem Automaten", "result": "Er steht im Foyer.", "shown": shown}
    answering.publish(asked.pk, **words, by=as_actor(staff_unit), at=NOW)
    assert seen("result") == as_told
    assert (found("result", house=True), found("result", house=False)) == (1, int(as_told[2]))
    line = lines(staff_unit, "result")[0]
    assert (line.entry.page, line.entry.thread) == ("intake:result", None)  # nothing leads back to the inquiry
    page = client.get(f"/anfragen/ergebnisse/{line.entry.part}/")
    assert (page.status_code, "Er steht im Foyer." in page.content.decode()) == (
        (200, True) if as_told[2] else (404, False)
    )


def test_the_inquiry_itself_stays_with_whoever_asked(seen: Callable[[str], list[bool]], staff_unit: Account) -> None:
    asked = inquiry(State.HELD, title=SAID, concern="Sie sind aus Papier.")
    words = {"headline": "Fahrkarten", "result": "Ein Automat.", "shown": "public"}
    answering.publish(asked.pk, **words, by=as_actor(staff_unit), at=NOW)
    assert seen("inquiry") == [False, False, False]
    assert [line.entry.title for line in lines(Account.objects.get(username="ayse"), "inquiry")] == [SAID]
    # Negative control: what stands in the inquiry alone is found by nobody else.
    assert [entries_like(actor, "Papier") for actor in (NOBODY, as_actor(staff_unit))] == [[], []]


# -- campaigns


def test_a_campaign_is_shown_to_those_it_asks_and_leads_to_its_form(
    seen: Callable[[str], list[bool]], staff_unit: Account, bernd: Account
) -> None:
    by, today = as_actor(staff_unit), timezone.localdate()
    words = {"title": "Fahrkarten", "question": "Wie geht es ohne Automaten?", "opens_on": today,
             "closes_on": date(today.year + 1, 12, 31)}  # fmt: skip
    asked = intake_campaigns.open_campaign(**words, public=False, by=by, at=timezone.now())
    assert seen("campaign") == [True, True, False]
    intake_campaigns.change_campaign(asked.slug, **words, public=True, version=1, by=by, at=timezone.now())
    assert seen("campaign") == [True, True, True]
    assert [lines(who, "campaign")[0].entry.join for who in (bernd, None)] == [
        "/ideen/mit-konto/?aktion=fahrkarten", "/ideen/neu/?aktion=fahrkarten"
    ]  # fmt: skip
    intake_campaigns.change_campaign(
        asked.slug, **words | {"opens_on": words["closes_on"]}, public=False, version=2, by=by, at=timezone.now()
    )
    assert seen("campaign") == [True, True, False]
    assert lines(bernd, "campaign")[0].entry.join == ""  # not begun


# -- absurdities


def an_absurdity() -> tuple[Absurdity, Account]:
    """An absurdity that a unit is asked about, and who heads the unit."""
    head = holder("gerda", "office_head", "Amtsleitung")[0]
    trail = released(as_actor(holder("ayse", "employee")[0]), "Reise")
    ayse = as_actor(Account.objects.get(username="ayse"))
    noted = findings.note_finding(
        trail.slug, sentence="Elf Hände", absurd="", figures={}, picture="", version=trail.version, by=ayse, at=AT
    )
    unit = head.person.assignments.get().post.unit
    made = absurdities.ask_consent(noted.pk, sentence="Fahrkarten aus Papier", text="", unit=unit, by=ayse, at=AT)
    return made, head


def test_an_absurdity_is_shown_while_it_is_published(
    seen: Callable[[str], list[bool]], staff_unit: Account, bernd: Account, client: Client
) -> None:
    made, head = an_absurdity()
    assert seen("absurdity") == [False, False, False]
    absurdities.agree(made.slug, version=1, by=as_actor(head), at=AT)
    assert seen("absurdity") == [False, False, False]
    absurdities.publish(made.slug, version=2, by=as_actor(staff_unit), at=AT)
    assert (seen("absurdity"), found("absurdity", house=False)) == ([True, True, True], 1)
    sign_in(client, bernd)
    client.post(f"/aehnliches/verfolgen/absurdity/{made.slug}/")
    tell_followers(AT)
    assert not Mail.objects.filter(kind="web.followed_moved").exists()
    carla = as_actor(staff_unit)
    absurdities.mend(made.slug, sentence="Zwei Hände", figures={}, picture="", version=3, by=carla, at=AT)
    tell_followers(AT)
    told = Mail.objects.get(kind="web.followed_moved")
    assert (told.to_id, told.words["state"]) == (bernd.pk, "behoben")
    absurdities.refuse(made.slug, version=4, by=as_actor(head), at=AT)
    assert (seen("absurdity"), Document.objects.filter(kind="absurdity").count()) == ([False, False, False], 0)


def test_what_was_published_before_absurdities_could_be_found_is_found_after_the_migration(
    seen: Callable[[str], list[bool]], staff_unit: Account
) -> None:
    made, head = an_absurdity()
    absurdities.agree(made.slug, version=1, by=as_actor(head), at=AT)
    absurdities.publish(made.slug, version=2, by=as_actor(staff_unit), at=AT)
    remove("absurdity", made.slug)
    assert seen("absurdity") == [False, False, False]
    import_module("querwerk.trails.migrations.0002_absurdities_found").find(apps, None)
    assert seen("absurdity") == [True, True, True]


# -- sprints and their ideas


@pytest.mark.parametrize(
    ("joining", "as_told"),
    [("invited", [True, False, False]), ("house", [True, True, False]), ("everybody", [True, True, True])],
)
def test_a_sprint_is_shown_to_those_it_is_announced_to(
    joining: str, as_told: list[bool], seen: Callable[[str], list[bool]], staff_unit: Account, bernd: Account
) -> None:
    sprint = make_sprint("Fahrkarten", state="planned", joining=joining)
    assert seen("sprint") == [True, False, False]
    planning.announce(sprint.slug, version=sprint.version, by=as_actor(staff_unit), at=NOW)
    assert seen("sprint") == as_told
    assert found("sprint", house=True) == (joining != "invited")
    if as_told[1]:
        assert [line.entry.join for line in lines(bernd, "sprint")] == ["/sprints/fahrkarten/"]


def test_the_ideas_of_a_sprint_are_shown_to_those_who_may_read_its_result(
    seen: Callable[[str], list[bool]], staff_unit: Account, client: Client
) -> None:
    idea, farid = an_idea("Fahrkarten per Automat")
    guest = works("gina", office("Bauamt"))
    reads = lambda: [*seen("idea"), bool(lines(Account.objects.get(username="farid"), "idea"))]  # noqa: E731
    assert reads() == [True, False, False, True]  # whoever leads through it, and the staff unit
    ideas.park(idea, reason="Kein Platz im Foyer.", by=farid, at=NOW)
    sprint = ideas.close_sprint(idea.sprint, by=farid, at=NOW)
    assert (reads(), found("idea", house=True)) == ([True, False, False, True], 0)
    by = as_actor(staff_unit)
    result.publish_result(sprint, showing=Showing.HOUSE, version=0, by=by, at=NOW)
    assert (reads(), found("idea", house=True), found("idea", house=False)) == ([True, True, False, True], 1, 0)
    assert [(line.entry.page, line.entry.part, line.entry.state) for line in lines(guest, "idea")] == [
        ("teams:result", sprint.slug, "geparkt")
    ]
    result.take_result_back(sprint, version=1, by=by, at=NOW)
    assert (reads(), found("idea", house=True)) == ([True, False, False, True], 0)
    result.publish_result(sprint, showing=Showing.EVERYBODY, version=2, by=by, at=NOW)
    assert (reads(), found("idea", house=False)) == ([True, True, True, True], 1)
    assert f'href="/sprints/{sprint.slug}/ergebnis/"' in client.get("/suche/?q=Fahrkarten").content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "9" * 5000, "²"])
def test_what_is_no_number_of_an_idea_leads_to_none(number: str, staff_unit: Account) -> None:
    idea, _farid = an_idea("Fahrkarten per Automat")
    reader = as_actor(staff_unit)
    assert entry("idea", f"{idea.sprint.slug}-{number}", reader) is None
    assert entry("idea", f"{idea.sprint.slug}-{idea.pk}", reader) is not None


def test_whoever_works_in_the_house_may_ask_to_join_the_team_of_an_idea(bernd: Account, staff_unit: Account) -> None:
    idea, farid = an_idea("Fahrkarten per Automat")
    unit = office()
    guel = works("guel", unit)
    team = a_team(idea, farid, guel, works("hans", unit))
    forming.take_first_step(team, first_step="Anruf", first_step_on=NEXT_WEEK, by=as_actor(guel), at=AT)
    ideas.close_sprint(idea.sprint, by=farid, at=AT)
    result.publish_result(idea.sprint, showing=Showing.EVERYBODY, version=0, by=as_actor(staff_unit), at=NOW)
    assert [line.entry.join for line in lines(bernd, "idea")] == [f"/teams/{team.slug}/mitmachen/"]
    assert [line.entry.join for line in lines(None, "idea")] == [""]


def test_ideas_of_a_sprint_nobody_else_knows_of_change_nothing_of_an_answer(client: Client, bernd: Account) -> None:
    index(filter(None, [document(make_sprint("Fahrkarten am Automaten", joining="everybody"))]))
    before = shown(client)
    hidden = make_sprint("Automaten", joining="invited", state="running", in_days=0)
    for number in range(20):
        an_idea(f"Fahrkarten aus dem Automaten {number}", hidden)
    assert shown(client) == before
    # Negative control: whoever leads through it reads them.
    assert len(lines(Account.objects.get(username="farid"), "idea")) == 4


# -- on pages without a name


def shown(client: Client, **more: str) -> str:
    answer = client.post("/aehnliches/", {"part": "1", "title": SAID, **more})
    assert (answer.status_code, list(answer.cookies)) == (200, [])
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/ideen/neu/", "/anfragen/ohne-namen/"])
def test_the_forms_without_a_name_show_what_everybody_may_read_and_set_no_cookie(
    path: str, staff_unit: Account, bernd: Account
) -> None:
    outside = Client(enforce_csrf_checks=True)
    for kind, headline in (("house", "Fahrkarten im Keller"), ("public", "Fahrkarten im Foyer")):
        asked = inquiry(State.HELD, of=bernd)
        answering.publish(asked.pk, headline=headline, result="So ist es.", shown=kind, by=as_actor(staff_unit), at=NOW)
    assert "data-unnamed" in outside.get(path).content.decode()
    words = {"title": SAID, "concern": "<b>Es gibt keine.</b>", "opened": opened(timezone.now()), "similar": "1"}
    before = Inquiry.objects.count()

    def looked(client: Client) -> tuple[bool, ...]:
        answer = client.post(path, words)
        page = answer.content.decode()
        assert (answer.status_code, f'value="{SAID}"' in page, "&lt;b&gt;Es gibt keine." in page) == (200, True, True)
        return ("Fahrkarten im Foyer" in page, "Fahrkarten im Keller" in page, ">Verfolgen" in page)

    assert looked(outside) == (True, False, False)
    assert (list(outside.cookies), Inquiry.objects.count()) == ([], before)
    sign_in(outside, bernd)  # what somebody who is logged in does here is done by nobody
    assert looked(outside) == (True, False, False)
    asks = {"title": SAID}
    assert "Fahrkarten im Keller" not in shown(outside, **asks, unnamed="1")
    assert "Fahrkarten im Keller" in shown(outside, **asks)  # negative control: by log-in
