"""Keeping the accounts of others: within one's units, with two people for privileged posts, never for oneself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from querwerk.accounts.actions import factors, people
from querwerk.accounts.models import Proposal
from querwerk.accounts.queries.keeping import account_lines, visible_to
from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.structure.models import Account, Assignment, Placement, Post
from querwerk.web.acting import acting
from tests.logins import sign_in

from .people import post, somebody, unit

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


class House:
    """A department with an office in it, another department, and who keeps what."""

    def __init__(self) -> None:
        self.department, self.other = unit("Dezernat A"), unit("Dezernat B")
        self.office = unit("Amt A1", self.department)
        self.anton = somebody("anton", post("administrator", self.department))
        self.carla = somebody("carla", post("staff_unit"))
        self.ayse = somebody("ayse", post("employee", self.office))
        self.olga = somebody("olga", post("employee", self.other))


@pytest.fixture
def house() -> House:
    return House()


def as_(account: Account) -> Actor:
    return acting(account, on=TODAY, second_factor=True)


def names(account: Account) -> set[str]:
    return set(visible_to(as_(account), on=TODAY).values_list("username", flat=True))


def test_an_administrator_sees_the_own_units_and_those_below(house: House) -> None:
    assert names(house.anton) == {"anton", "ayse"}
    assert names(house.carla) == {"anton", "ayse", "carla", "olga"}
    assert names(house.ayse) == set()


def test_reach_follows_the_tree_of_today(house: House) -> None:
    Placement.objects.filter(unit=house.office).update(valid_to=TODAY)
    Placement.objects.create(unit=house.office, parent=house.other, valid_from=TODAY)
    assert names(house.anton) == {"anton"}


def test_an_auditor_reads_and_does_nothing(house: House, client: Client) -> None:
    auditor = somebody("paula", post("auditor"))
    assert len(names(auditor)) == 5
    sign_in(client, auditor)
    assert client.get("/verwaltung/konten/konto/ayse/").status_code == 200
    assert client.post("/verwaltung/konten/konto/ayse/sperren/", {"reason": "x"}).status_code == 404
    with pytest.raises(Refused):
        people.lock(house.ayse, reason="", by=as_(auditor), at=NOW)


def verbs(house: House, by: Account) -> dict[str, Any]:
    """Every verb about Olga, who is out of Anton's reach."""
    actor, free = as_(by), post("employee", house.other, "frei")
    privileged = post("auditor", house.other, "pruefung")
    held = Assignment.objects.get(person=house.olga.person)
    return {
        "lock": lambda: people.lock(house.olga, reason="", by=actor, at=NOW),
        "unlock": lambda: people.unlock(house.olga, by=actor, at=NOW),
        "give": lambda: people.give_post(house.olga, post=free, starts_on=TODAY, by=actor, at=NOW),
        "propose": lambda: people.propose_post(
            house.olga, post=privileged, starts_on=TODAY, reason="", by=actor, at=NOW
        ),
        "end": lambda: people.end_post(held, ends_on=TODAY, by=actor, at=NOW),
        "reset": lambda: factors.reset_factors(house.olga, by=actor, at=NOW),
    }


@pytest.mark.parametrize("verb", ["lock", "unlock", "give", "propose", "end", "reset"])
def test_nothing_is_done_outside_the_own_units(house: House, verb: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused):
        verbs(house, house.anton)[verb]()
    assert Entry.objects.count() == before
    if verb not in ("unlock", "reset"):  # negative control: whoever may, can
        Post.objects.filter(slug__in=["frei", "pruefung"]).delete()
        verbs(house, house.carla)[verb]()
        assert Entry.objects.count() == before + 1


def test_a_post_outside_is_not_given_to_somebody_inside(house: House) -> None:
    with pytest.raises(Refused, match="außerhalb"):
        people.give_post(
            house.ayse, post=post("employee", house.other, "frei"), starts_on=TODAY, by=as_(house.anton), at=NOW
        )


def test_a_privileged_post_takes_two_people(house: House) -> None:
    """N5: nobody approves what they proposed, nor anything for themselves."""
    officer = post("theme_officer", house.office)
    with pytest.raises(Refused, match="zweite Person"):
        people.give_post(house.ayse, post=officer, starts_on=TODAY, by=as_(house.carla), at=NOW)
    proposal = people.propose_post(
        house.ayse, post=officer, starts_on=TODAY, reason="Wahl", by=as_(house.carla), at=NOW
    )
    for nobody in (house.carla, house.ayse, house.olga):
        with pytest.raises(Refused):
            people.decide_proposal(proposal, approve=True, by=as_(nobody), at=NOW)
    assert not Assignment.objects.filter(post=officer).exists()
    people.decide_proposal(proposal, approve=True, by=as_(house.anton), at=NOW)
    assert Assignment.objects.get(post=officer).person == house.ayse.person
    assert Proposal.objects.count() == 0
    with pytest.raises(Refused, match="schon entschieden"):
        people.decide_proposal(proposal, approve=True, by=as_(house.anton), at=NOW)
    events = list(Entry.objects.order_by("seq").values_list("event", "post"))
    assert events == [
        ("accounts.post_proposed", "Posten staff_unit"),
        ("accounts.proposal_approved", "Posten administrator"),
    ]


def test_the_command_line_approves_nothing(house: House) -> None:
    """Whoever types commands is nobody in particular, so no second person."""
    officer = post("theme_officer", house.office)
    proposal = people.propose_post(house.ayse, post=officer, starts_on=TODAY, reason="", by=as_(house.carla), at=NOW)
    with pytest.raises(Refused):
        people.decide_proposal(
            proposal, approve=True, by=Actor(post="Befehlszeile", roles=frozenset({"staff_unit"})), at=NOW
        )


def test_whoever_proposed_may_take_it_back(house: House) -> None:
    officer = post("theme_officer", house.office)
    proposal = people.propose_post(house.ayse, post=officer, starts_on=TODAY, reason="", by=as_(house.carla), at=NOW)
    people.decide_proposal(proposal, approve=False, by=as_(house.carla), at=NOW)
    assert (Proposal.objects.count(), Assignment.objects.filter(post=officer).count()) == (0, 0)


def test_nobody_grants_anything_to_themselves(house: House) -> None:
    free = post("office_head", house.department)
    for who in (house.anton, house.carla):
        with pytest.raises(Refused, match="für sich selbst"):
            people.give_post(who, post=free, starts_on=TODAY, by=as_(who), at=NOW)


def test_an_administrator_resets_no_privileged_second_factor(house: House) -> None:
    frida = somebody("frida", post("theme_officer", house.office))
    factors.make_codes(frida, at=NOW)
    with pytest.raises(Refused):
        factors.reset_factors(frida, by=as_(house.anton), at=NOW)
    factors.reset_factors(frida, by=as_(house.carla), at=NOW)
    assert frida.factors.count() == 0


# -- what ends at the next request (N8, T23)


def test_locking_ends_the_session_at_the_next_request(house: House, client: Client) -> None:
    sign_in(client, house.ayse)
    assert client.get("/konto/").status_code == 200
    people.lock(house.ayse, reason="ausgeschieden", by=as_(house.carla), at=NOW)
    assert client.get("/konto/").status_code == 302
    house.ayse.refresh_from_db()
    people.unlock(house.ayse, by=as_(house.carla), at=NOW)
    assert client.get("/konto/").status_code == 302  # the old session stays ended


def test_losing_a_post_ends_the_session_at_the_next_request(house: House, client: Client) -> None:
    sign_in(client, house.ayse)
    held = Assignment.objects.get(person=house.ayse.person)
    people.end_post(held, ends_on=TODAY, by=as_(house.anton), at=NOW)
    assert client.get("/konto/").status_code == 302
    assert as_(house.ayse).roles == {"resident"}


def test_a_post_given_and_ended_on_one_day_was_never_held(house: House) -> None:
    free = post("office_head", house.office)
    people.give_post(house.ayse, post=free, starts_on=TODAY, by=as_(house.anton), at=NOW)
    people.end_post(Assignment.objects.get(post=free), ends_on=TODAY, by=as_(house.anton), at=NOW)
    assert not Assignment.objects.filter(post=free).exists()


def test_ending_the_other_sessions_keeps_this_one(house: House, client: Client) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser, house.ayse)
    assert client.post("/konto/sitzungen/beenden/").url == "/konto/"
    assert (client.get("/konto/").status_code, other.get("/konto/").status_code) == (200, 302)


# -- over the pages


def test_the_list_is_filtered_and_asks_the_database_the_same_for_one_and_for_many(house: House) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            account_lines(as_(house.carla), on=TODAY)
        counts.append(len(asked))
        for number in range(5):
            somebody(f"noch-{_}-{number}", post("employee", house.office, f"noch-{_}-{number}"))
    assert counts[0] == counts[1]
    lines, total = account_lines(as_(house.carla), on=TODAY, words="ays")
    assert ([line.username for line in lines], total) == (["ayse"], 1)
    Account.objects.filter(username="ayse").update(is_active=False)
    assert account_lines(as_(house.carla), on=TODAY, state="locked")[1] == 1


def test_a_privileged_post_is_given_over_the_pages(house: House) -> None:
    carla, anton = sign_in(Client(), house.carla), sign_in(Client(), house.anton)
    officer = post("theme_officer", house.office)
    form = {"post": officer.pk, "starts_on": TODAY.isoformat(), "reason": "Wahl"}
    assert carla.post("/verwaltung/konten/konto/ayse/posten-vorschlagen/", form).status_code == 302
    proposal = Proposal.objects.get()
    assert "Ihr Vorschlag" in carla.get("/verwaltung/vorschlaege/").content.decode()
    carla.post(f"/verwaltung/vorschlaege/{proposal.pk}/", {"approve": "1"})
    assert not Assignment.objects.filter(post=officer).exists()
    anton.post(f"/verwaltung/vorschlaege/{proposal.pk}/", {"approve": "1"})
    assert Assignment.objects.filter(post=officer, valid_from=TODAY).exists()


@pytest.mark.parametrize(
    "verb", ["posten-geben", "posten-vorschlagen", "sperren", "entsperren", "faktor-zuruecksetzen"]
)
def test_a_page_about_somebody_out_of_reach_does_not_exist(house: House, verb: str) -> None:
    anton = sign_in(Client(), house.anton)
    assert anton.get(f"/verwaltung/konten/konto/ayse/{verb}/").status_code == 200
    assert anton.get(f"/verwaltung/konten/konto/olga/{verb}/").status_code == 404
    assert anton.get("/verwaltung/konten/konto/niemand/").status_code == 404


def test_a_claim_out_of_reach_is_neither_seen_nor_removed(house: House) -> None:
    carla, anton = sign_in(Client(), house.carla), sign_in(Client(), house.anton)
    form = {"claim": "groups", "value": "amt-b", "post": post("employee", house.other, "b2").pk}
    assert anton.post("/verwaltung/verbund/", form).status_code == 422
    assert carla.post("/verwaltung/verbund/", form).status_code == 302
    assert "amt-b" not in anton.get("/verwaltung/verbund/").content.decode()
    pk = Post.objects.get(slug="b2").claim_rules.get().pk
    assert anton.post(f"/verwaltung/verbund/{pk}/entfernen/").status_code == 404
    assert carla.post(f"/verwaltung/verbund/{pk}/entfernen/").status_code == 302


def test_accounts_without_a_post_are_seen_by_the_staff_unit_alone(house: House) -> None:
    Account.objects.create_user("resident-1", kind="resident")
    assert "resident-1" not in names(house.anton)
    assert "resident-1" in names(house.carla)


def test_an_administrator_reads_no_content_above_public(house: House, client: Client) -> None:
    """N3."""
    sign_in(client, house.anton)
    for address in ("/leitprojekte/neu/", "/vokabular/", "/posten/", "/widersprueche/1/"):
        assert client.get(address).status_code == 404
