"""What is asked in confidence: read by the two posts the house names, by nobody else, in no list, file or mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from querwerk.intake import access
from querwerk.intake.actions import answering, asking, deadlines, desk
from querwerk.intake.mails import KINDS
from querwerk.intake.models import Inquiry, NamedPost
from querwerk.intake.queries.desk import stand
from querwerk.intake.rules import visible_to
from querwerk.journal.actions import Refused
from querwerk.outbox.kinds import written
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account, Post
from querwerk.web.alike import entries_like, entry
from tests.factories import make_sprint
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, leaves, staff

from .asking import NOW, SOON, ayse, inquiry, name_confidants

pytestmark = pytest.mark.django_db
SECRET = "Ich werde unter Druck gesetzt"


def confidants() -> tuple[Account, Account]:
    one, other = staff("clara"), staff("cem")
    name_confidants(*Post.objects.filter(slug__in=["clara-post", "cem-post"]).order_by("slug"))
    return one, other


def secret(**said: object) -> Inquiry:
    return inquiry(title=SECRET, concern=SECRET, secrecy="confidential", due_on=SOON, **said)


def test_the_named_two_and_whoever_asked_see_it_and_no_colleague() -> None:
    clara, cem = confidants()
    carla, head = staff(), holder("gerda", "office_head")[0]
    found = secret()
    seen = {who.username: visible_to(as_actor(who)).filter(pk=found.pk).exists()
            for who in (clara, cem, carla, head, ayse())}  # fmt: skip
    assert seen == {"clara": True, "cem": True, "carla": False, "gerda": False, "ayse": True}
    leaves(clara, NOW.date() - timedelta(days=30))
    assert not visible_to(as_actor(clara)).filter(pk=found.pk).exists()


def test_what_a_colleague_asked_in_confidence_is_their_own_still() -> None:
    carla = staff()
    found = secret(of=carla)
    assert list(visible_to(as_actor(carla))) == [found]


def pages(found: Inquiry) -> list[str]:
    files = [f"/anfragen/export.{form}" for form in ("csv", "json")]
    return ["/anfragen/", "/anfragen/stand/", "/anfragen/?art=advice&frist=spaeter", "/protokoll/", *files]


def test_no_list_and_no_file_of_a_colleague_holds_it(client: Client) -> None:
    confidants()
    found, plain = secret(), inquiry(title="Elf Hände", due_on=SOON)
    sign_in(client, staff())
    texts = {page: client.get(page).content.decode() for page in pages(found)}
    assert [page for page, text in texts.items() if SECRET in text] == []
    assert [page for page in pages(found)[:3] if plain.title not in texts[page]] == []  # control
    assert client.get(f"/anfragen/{found.pk}/").status_code == 404
    for step in ("eingang-bestaetigen", "kontakt", "verfahren"):
        assert client.post(f"/anfragen/{found.pk}/{step}/", {"version": 1}).status_code == 404
    assert client.get(f"/anfragen/{plain.pk}/").status_code == 200


def test_a_seal_with_a_hole_would_be_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: without the seal the same pages show it."""
    confidants()
    found = secret()
    monkeypatch.setattr(type(access.INQUIRY.seal), "opens", lambda seal, actor: True)
    sign_in(client, staff())
    assert SECRET in client.get("/anfragen/").content.decode()
    assert client.get(f"/anfragen/{found.pk}/").status_code == 200


def test_the_named_read_and_answer_it_but_no_file_takes_it_out_of_the_house(client: Client) -> None:
    clara, _cem = confidants()
    found = secret()
    sign_in(client, clara)
    assert SECRET in client.get("/anfragen/stand/").content.decode()
    assert SECRET not in client.get("/anfragen/export.csv").content.decode()
    said = {"answer": "Wir sprechen mit Ihnen.", "version": 1}
    assert client.post(f"/anfragen/{found.pk}/beantworten/", said).status_code == 302


def test_every_verb_of_a_colleague_is_refused_as_if_it_were_not_there() -> None:
    confidants()
    found, carla = secret(), as_actor(staff())
    by = {"by": carla, "at": NOW}
    for action, said in (
        (answering.acknowledge, {}), (answering.close, {"answer": "x"}), (answering.ask_back, {"question": "x"}),
        (desk.be_contact, {}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="Diese Anfrage gibt es nicht mehr"):
            action(found.pk, **said, **by)


def test_mails_about_it_repeat_no_word_and_reach_no_colleague() -> None:
    clara, _cem = confidants()
    staff()
    found = secret()
    deadlines.remind(NOW + timedelta(days=14))
    answering.close(found.pk, answer=SECRET, by=as_actor(clara), at=NOW)
    mails = list(Mail.objects.filter(kind__startswith="intake."))
    assert sorted((mail.kind, mail.to.username) for mail in mails if mail.to) == [
        ("intake.answer_due", "cem"), ("intake.answer_due", "clara"), ("intake.inquiry_answered", "ayse"),
    ]  # fmt: skip
    assert [mail.kind for mail in mails if SECRET in written(KINDS[mail.kind], mail.words).text] == []


def test_who_audits_reads_a_count_alone(client: Client) -> None:
    secret(), inquiry(title="Elf Hände")
    sign_in(client, holder("greta", "auditor", "Personalrat")[0])
    page = client.get("/anfragen/stand/").content.decode()
    assert ("1 davon ist vertraulich." in page, SECRET in page, "Elf Hände" in page) == (True, False, False)
    assert stand(as_actor(Account.objects.get(username="greta")), now=NOW).confidential == 1


def test_before_both_posts_are_named_nothing_is_taken_in_confidence(client: Client) -> None:
    said = {"title": "x", "concern": "x", "kind": "advice", "secrecy": "confidential"}
    sign_in(client, ayse())
    offered = []
    for post in (None, holder("clara", "staff_unit")[1], holder("cem", "staff_unit")[1]):
        if post:
            place = NamedPost.objects.count() + 1
            NamedPost.objects.create(task=NamedPost.Task.CONFIDENTIAL, place=place, post=post)
        offered.append('value="confidential"' in client.get("/anfragen/neu/").content.decode())
        if not offered[-1]:
            with pytest.raises(Refused, match="noch nicht benannt"):
                asking.ask(**said, by=as_actor(ayse()), at=NOW)  # type: ignore[arg-type]
    assert offered == [False, False, True]
    assert asking.ask(**said, by=as_actor(ayse()), at=NOW).secrecy == "confidential"  # type: ignore[arg-type]


def test_only_posts_of_the_staff_unit_are_named_two_at_most(client: Client) -> None:
    carla, head = staff(), holder("gerda", "office_head")[1]
    clara, cem = holder("clara", "staff_unit")[1], holder("cem", "staff_unit")[1]
    sign_in(client, carla)
    said = {"task": "confidential", "place": 1}
    assert client.post("/anfragen/benannte-stellen/", {**said, "post": head.pk}).status_code == 422
    assert client.post("/anfragen/benannte-stellen/", {**said, "post": clara.pk}).status_code == 302
    assert client.post("/anfragen/benannte-stellen/", {**said, "place": 2, "post": clara.pk}).status_code == 422
    assert client.post("/anfragen/benannte-stellen/", {**said, "place": 2, "post": cem.pk}).status_code == 302
    assert client.post("/anfragen/benannte-stellen/", {**said, "place": 1, "post": ""}).status_code == 302
    assert list(NamedPost.objects.values_list("place", "post__slug")) == [(2, "cem-post")]


def test_it_is_like_nothing_and_nobody_follows_it_for_a_mail_would_hold_its_title(client: Client) -> None:
    clara, _cem = confidants()
    plain, found = inquiry(title=SECRET), secret()
    for who in (ayse(), clara):
        assert entry("inquiry", str(found.pk), as_actor(who)) is None
        assert entry("inquiry", str(plain.pk), as_actor(who)) is not None
    assert [line.slug for line in entries_like(as_actor(ayse()), SECRET)] == [str(plain.pk)]
    sign_in(client, ayse())
    make_sprint("Offen")
    about = (f"inquiry/{found.pk}", "sprint/offen")
    assert [client.post(f"/aehnliches/verfolgen/{one}/").status_code for one in about] == [404, 302]
