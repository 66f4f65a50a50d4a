"""Team proposals: the smallest team, nobody named against their wish, nobody judged, nothing of it stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from querwerk.journal.actions import Refused
from querwerk.journal.models import Entry
from querwerk.search.queries import like, like_any, means
from querwerk.structure.models import Account
from querwerk.teams.actions.questions import About, answer, ask_proposed
from querwerk.teams.insights.proposal import Proposals, Wish, proposals
from querwerk.teams.lifecycle import SHARES, Part, Shown, Standing
from querwerk.teams.models import Asking, Membership, Profile, Skill, Team, Term
from querwerk.teams.queries.questions import questions
from querwerk.words import stem
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, leaves, staff

from .pool import NOW, from_outside, listed, profile_of, switched_on

pytestmark = pytest.mark.django_db
DAY = NOW.date()
HERE = "/kompetenzen/team-vorschlag/"


@pytest.fixture
def carla() -> Account:
    found = staff()
    switched_on(found)
    return found


def proposed(
    carla: Account, *needs: str, size: int = 5, units: int = 1, share: int = 5, decide: bool = False
) -> Proposals:
    return proposals(Wish(needs, size, units, decide, share), as_actor(carla), on=DAY)


def team(found: Proposals, number: int = 0) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((person.name or f"? {person.unit}", person.brings) for person in found.cards[number].people)


def test_the_smallest_team_across_units_with_somebody_who_decides(carla: Account) -> None:
    listed("ayse", "Moderation", "Vergaberecht")
    listed("bernd", "Programmieren", role="office_head")
    listed("cem", "Moderation")
    listed("dora", "Vergaberecht")
    found = proposed(carla, "Moderation", "Recht", "Programmieren", units=2, decide=True)
    assert team(found) == [("Ayse", ("Moderation", "Recht")), ("Bernd", ("Programmieren",))]
    assert [card.proven for card in found.cards] == [True] * len(found.cards)
    assert (found.missing, found.no_decision_maker, found.units) == ((), False, 2)
    assert {name for name, _ in team(found, 1)} == {"Bernd", "Cem", "Dora"}  # the other way; Bernd alone decides
    assert found.cards[1].shared == 1


def test_who_wishes_to_stay_unnamed_is_a_person_of_their_unit(carla: Account) -> None:
    listed("ayse", "Imkerei", shown=Shown.ASKED, about="Ayses Bienen")
    (card,) = proposed(carla, "Imkerei").cards
    assert [(one.name, one.post, one.unit) for one in card.people] == [("", "", "Amt ayse")]
    assert "Ayse" not in repr(card.people)


@pytest.mark.parametrize("need", ["Imkerei", "Gartenbau"], ids=["brings the need", "decides"])
def test_asking_for_every_share_tells_the_step_of_somebody_unnamed_and_no_more(carla: Account, need: str) -> None:
    """Every answer to every wish is a function of the step: shares of one step cannot be told apart."""
    listed("bernd", "Imkerei", "Gartenbau", share=100)
    ayse = profile_of(listed("ayse", "Imkerei", role="office_head"))

    def answers(share: int, shown: Shown) -> list[Proposals]:
        Profile.objects.filter(pk=ayse.pk).update(share=share, shown=shown)
        return [proposed(carla, need, share=wish, decide=need == "Gartenbau") for wish in SHARES]

    told = {share: answers(share, Shown.ASKED) for share in SHARES}
    alike = [[share for share in SHARES if told[share] == told[one]] for one in SHARES]
    assert alike == [[5, 10], [5, 10], [20, 30], [20, 30], *[[50, 80, 100]] * 3]
    named = {share: answers(share, Shown.HOUSE) for share in SHARES}  # the control: who shows it is found by it
    assert [[share for share in SHARES if named[share] == named[one]] for one in SHARES] == [[one] for one in SHARES]


def test_nobody_unnamed_is_proposed_for_more_than_they_offer(carla: Account) -> None:
    ayse = profile_of(listed("ayse", "Imkerei", shown=Shown.ASKED))
    found = {}
    for share in SHARES:
        Profile.objects.filter(pk=ayse.pk).update(share=share)
        found[share] = [wish for wish in SHARES if proposed(carla, "Imkerei", share=wish).cards]
    few, fifth, half = [5], [5, 10, 20], [5, 10, 20, 30, 50]
    assert found == {5: few, 10: few, 20: fifth, 30: fifth, 50: half, 80: half, 100: half}


def test_time_units_and_what_nobody_offers(carla: Account) -> None:
    listed("ayse", "Moderation", share=5)
    assert team(proposed(carla, "Moderation", share=5)) == [("Ayse", ("Moderation",))]
    found = proposed(carla, "Moderation", "Raumfahrt", share=10)
    assert (found.cards, found.missing, found.nobody_offers) == (
        (), ("Moderation", "Raumfahrt"), ("Moderation", "Raumfahrt"),
    )  # fmt: skip
    part = proposed(carla, "Moderation", "Raumfahrt", units=3)
    assert (team(part), part.missing, part.units) == ([("Ayse", ("Moderation",))], ("Raumfahrt",), 1)
    nobody = proposed(carla, "Moderation", decide=True)
    assert (team(nobody), nobody.no_decision_maker) == ([("Ayse", ("Moderation",))], True)


def test_outsiders_count_as_a_unit_of_their_own(carla: Account) -> None:
    listed("ayse", "Moderation")
    from_outside("Emma Fern", "Stadtklima", by=carla)
    found = proposed(carla, "Moderation", "Klima", units=2)
    assert (team(found), found.cards[0].units) == ([("Ayse", ("Moderation",)), ("Emma Fern", ("Klima",))], 2)


def test_who_left_or_is_locked_is_not_proposed(carla: Account) -> None:
    ayse, bernd = listed("ayse", "Moderation"), listed("bernd", "Moderation", role="office_head")
    assert len(proposed(carla, "Moderation").cards) == 2
    leaves(ayse, DAY)
    Account.objects.filter(pk=bernd.pk).update(is_active=False)
    assert proposed(carla, "Moderation", decide=True).cards == ()


def test_another_day_draws_others(carla: Account) -> None:
    for number in range(12):
        listed(f"person{number}", "Moderation")
    wish, by = Wish(("Moderation",), units=1), as_actor(carla)
    days = [DAY + timedelta(days=number) for number in range(80)]
    drawn = {proposals(wish, by, on=day).cards[0].people[0].name for day in days}
    assert drawn == {f"Person{number}" for number in range(12)}
    assert proposals(wish, by, on=DAY) == proposals(wish, by, on=DAY)


def test_a_need_that_means_everything_is_too_general(carla: Account) -> None:
    account = listed("ayse", "Verwaltung")
    skills = Skill.objects.bulk_create(Skill(label=f"Verwaltung {number}") for number in range(401))
    Term.objects.get(text="verwaltung").skills.add(*skills)
    found = proposed(carla, "Verwaltung")
    assert (found.too_general, found.cards) == (("Verwaltung",), ())
    assert account.profile is not None


def test_what_a_word_means_is_told_alike_in_the_database_and_here() -> None:
    for text in ("recht", "vergaberecht", "rechte", "24", "240", "it", "item", "moderieren", "c"):
        Term.objects.create(text=text, stem=stem(text))
    for word in ("recht", "rechten", "vergabe", "24", "it", "i", "moderation", "moderiert"):
        here = {term.text for term in Term.objects.all() if means(word, term.text, term.stem)}
        assert here == set(Term.objects.filter(like(word)).values_list("text", flat=True))
        assert here == set(Term.objects.filter(like_any([word])).values_list("text", flat=True))
    assert means("recht", "vergaberecht", "vergaberecht")


def test_a_proposal_costs_the_same_with_few_and_with_many(carla: Account) -> None:
    counts = []
    for some in (["a", "b"], ["c", "d", "e", "f", "g"]):
        for name in some:
            listed(name, "Moderation", "Recht")
        with CaptureQueriesContext(connection) as queries:
            proposed(carla, "Moderation", "Recht")
        counts.append(len(queries))
    assert counts == [7, 7]  # one of them says who asks


# -- asking


def test_people_of_a_proposal_are_asked_and_named_after_their_yes(carla: Account) -> None:
    ayse, bernd = listed("ayse", "Imkerei", shown=Shown.ASKED), listed("bernd", "Gartenbau", shown=Shown.ASKED)
    found = proposed(carla, "Imkerei", "Gartenbau", units=2)
    before = Entry.objects.count()
    asked = Profile.objects.filter(pk__in=found.cards[0].profiles)
    assert ask_proposed(list(asked), About("Bienen aufs Dach?"), by=as_actor(carla), at=NOW) == 2
    entry = Entry.objects.order_by("-seq")[0]
    assert (Entry.objects.count() - before, entry.event, entry.facts) == (
        1,
        "teams.people_asked",
        {"people": [None, 2]},
    )
    assert {one.name for one in questions(as_actor(carla), on=DAY).by_me} == {""}
    answer(Asking.objects.get(profile=profile_of(ayse)), joins=True, by=as_actor(ayse), at=NOW)
    answer(Asking.objects.get(profile=profile_of(bernd)), joins=False, by=as_actor(bernd), at=NOW)
    seen = {(one.name, one.unit, one.reply) for one in questions(as_actor(carla), on=DAY).by_me}
    assert seen == {("Ayse", "Amt ayse", "yes"), ("", "Amt bernd", "no")}


def test_nothing_is_asked_while_the_switch_is_off() -> None:
    carla = staff()
    profile = profile_of(listed("ayse", "Imkerei"))
    with pytest.raises(Refused, match="Personalrat"):
        ask_proposed([profile], About("?"), by=as_actor(carla), at=NOW)
    switched_on(carla)
    assert ask_proposed([profile], About("?"), by=as_actor(carla), at=NOW) == 1  # control


def test_only_who_puts_teams_together_asks(carla: Account) -> None:
    profile = profile_of(listed("ayse", "Imkerei"))
    boss = as_actor(holder("gerda", "office_head")[0])
    with pytest.raises(Refused):
        ask_proposed([profile], About("?"), by=boss, at=NOW)
    assert Asking.objects.count() == 0


# -- the page


def asking(client: Client, **said: str) -> str:
    answer = client.get(HERE, {"einheiten": "1", "groesse": "5", "anteil": "5", **said})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_the_page_is_switched_off_until_the_staff_council_agrees(client: Client) -> None:
    carla = staff()
    listed("ayse", "Imkerei")
    sign_in(client, carla)
    assert "Das ist ausgeschaltet" in asking(client, bedarf="Imkerei")
    assert "Ayse" not in asking(client, bedarf="Imkerei")
    switched_on(carla)
    assert "Ayse" in asking(client, bedarf="Imkerei")


def test_a_picked_skill_is_a_need_more(client: Client, carla: Account) -> None:
    listed("ayse", "Veranstaltungen moderieren")
    sign_in(client, carla)
    page = asking(client, bedarf="", suche="moderieren")
    assert 'name="dazu" value="Veranstaltungen moderieren"' in page
    page = asking(client, bedarf="", dazu="Veranstaltungen moderieren")
    assert "Vorschlag 1: eine Person" in page


def test_people_are_asked_from_the_page_and_a_proposal_that_changed_is_not(client: Client, carla: Account) -> None:
    listed("ayse", "Imkerei", shown=Shown.ASKED)
    sign_in(client, carla)
    address = f"{HERE}?bedarf=Imkerei&einheiten=1&groesse=5&anteil=5"
    page = client.get(address).content.decode()
    mark = page.partition('name="vorschlag" value="')[2].partition('"')[0]
    key = profile_of(Account.objects.get(username="ayse")).key
    assert (str(key) in page, "Ayse" in page, "Eine Person aus: Amt ayse" in page) == (False, False, True)
    said = {"vorschlag": mark, "wen": ["0"], "words": "Bienen?"}
    assert client.post(address, {**said, "vorschlag": "x"}).status_code == 422
    assert client.post(address, {**said, "wen": []}).status_code == 422
    assert client.post(address, {**said, "words": ""}).status_code == 422
    assert Asking.objects.count() == 0
    assert client.post(address, said).headers["Location"] == reverse("teams:questions")
    assert Asking.objects.get().words == "Bienen?"


def test_whoever_leads_a_team_completes_it_and_nobody_else(client: Client, carla: Account) -> None:
    made = Team.objects.create(slug="bienen", name="Bienen", formed_on=DAY)
    lead, member = listed("lena", "Imkerei"), listed("mia", "Imkerei")
    Membership.objects.create(team=made, account=lead, part=Part.LEAD, standing=Standing.AGREED, number=1)
    Membership.objects.create(team=made, account=member, part=Part.MEMBER, standing=Standing.AGREED, number=2)
    listed("nora", "Imkerei", shown=Shown.TEAMS)
    address = f"{HERE}bienen/?bedarf=Imkerei&einheiten=1&groesse=5&anteil=5"
    sign_in(client, lead)
    page = client.get(address).content.decode()
    assert ("Nora" in page, "Mia" in page) == (True, False)
    assert client.get(HERE).status_code == 404
    sign_in(client, member)
    assert client.get(address).status_code == 404


def test_a_yes_to_a_team_is_a_request_to_join_it(carla: Account) -> None:
    made = Team.objects.create(slug="bienen", name="Bienen", formed_on=DAY)
    nora, emil = listed("nora", "Imkerei", shown=Shown.ASKED), listed("emil", "Imkerei", shown=Shown.ASKED)
    both = [profile_of(nora), profile_of(emil)]
    ask_proposed(both, About("Bienen?", team=made), by=as_actor(carla), at=NOW)
    assert Membership.objects.count() == 0
    answer(Asking.objects.get(profile=both[0]), joins=True, by=as_actor(nora), at=NOW)
    answer(Asking.objects.get(profile=both[1]), joins=False, by=as_actor(emil), at=NOW)
    place = Membership.objects.get()
    assert (place.account, place.standing) == (nora, Standing.REQUESTED)


@pytest.mark.parametrize("wrong", ["einheiten=9", "groesse=1", "anteil=3", "einheiten=5&groesse=2"])
def test_nonsense_in_the_address_is_answered_kindly(client: Client, carla: Account, wrong: str) -> None:
    sign_in(client, carla)
    assert client.get(f"{HERE}?bedarf=Imkerei&{wrong}").status_code == 422
    assert client.get(f"{HERE}?bedarf=" + "x%0A" * 1 + "%0A".join(f"w{n}" for n in range(9))).status_code == 422
    assert client.get(f"{HERE}?idee=unsinn").status_code == 200


def test_all_pages_of_the_pool_open(client: Client, carla: Account) -> None:
    account = listed("ayse", "Imkerei", languages=("de",))
    emma = from_outside("Emma Fern", "Stadtklima", by=carla)
    sign_in(client, carla)
    pages = ["", "?q=Imkerei", "?einheit=amt-ayse", "profil/", "fragen/", "externe/", "externe/neu/",
             f"externe/{emma.key}/?suche=klima", f"{profile_of(account).key}/"]  # fmt: skip
    assert {page: client.get(f"/kompetenzen/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)
    sign_in(client, account)
    assert "So sehen andere Ihr Profil" in client.get("/kompetenzen/profil/?suche=honig").content.decode()


def test_a_profile_is_written_on_its_page(client: Client) -> None:
    account, _post = holder("ayse", "employee")
    sign_in(client, account)
    said = {"version": "0", "share": "20", "shown": "asked", "about": "Gern draußen.", "languages": ["de"]}
    assert client.post("/kompetenzen/profil/", said).status_code == 422
    assert client.post("/kompetenzen/profil/", {**said, "consents": "on"}).status_code == 302
    client.post("/kompetenzen/profil/faehigkeiten/", {"word": "Imkerei"})
    profile = profile_of(account)
    assert (profile.shown, profile.share, [one.skill.label for one in profile.offers.all()]) == (
        "asked", 20, ["Imkerei"],
    )  # fmt: skip
    assert "Eine Person aus: Amt ayse" in client.get("/kompetenzen/profil/").content.decode()
    client.post("/kompetenzen/profil/faehigkeiten/", {"drop": str(Skill.objects.get().pk)})
    assert Skill.objects.count() == 0
    assert client.post("/kompetenzen/profil/zurueckziehen/").headers["Location"] == "/kompetenzen/"
    assert Profile.objects.count() == 0
