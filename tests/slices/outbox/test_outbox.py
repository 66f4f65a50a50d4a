"""Mails belong to their action, reach their recipient once, and nobody who may not read them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from querwerk.outbox.actions import forget_mails, post_mail
from querwerk.outbox.exchange import Round, deliver
from querwerk.outbox.lifecycle import PAUSES, Reason, State
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account
from tests.slices.outbox import kinds
from tests.slices.outbox.postoffice import PostOffice

MINUTE = timedelta(minutes=1)


def write(kind: str = "note", *, at: datetime, **words: Any) -> Mail:
    """Writes a mail in a transaction of its own."""
    to, address, key = words.pop("to", None), words.pop("address", ""), words.pop("key", str(uuid.uuid4()))
    due_at = words.pop("due_at", None)
    with transaction.atomic():
        words = {"words_of_it": "Bitte lesen.", **words}
        post_mail(kind, key=key, to=to, address=address, words=words, at=at, due_at=due_at)
    return Mail.objects.get(kind=kind, key=key, to=to, address=address)


def around(at: datetime, **more: Any) -> Round:
    return deliver(clock=lambda: at, **more)


# -- writing


@pytest.mark.django_db(transaction=True)
def test_a_mail_outside_a_transaction_is_refused(now: datetime) -> None:
    with pytest.raises(RuntimeError):
        post_mail("note", key="a", address="emma@stadt.example", words={}, at=now)
    write(key="a", address="emma@stadt.example", at=now)  # negative control: inside it is written
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_mail(office: PostOffice, now: datetime) -> None:
    def act(address: str, *, fail: bool) -> None:
        with transaction.atomic():
            post_mail("note", key="a", address=address, words={"words_of_it": "x"}, at=now)
            if fail:
                raise DatabaseError("the action failed")

    with pytest.raises(DatabaseError):
        act("emma@stadt.example", fail=True)
    act("carla@stadt.example", fail=False)
    around(now)
    assert office.recipients == ["carla@stadt.example"]


@pytest.mark.django_db
def test_the_same_event_writes_one_mail_a_recipient(ayse: Account, dilan: Account, now: datetime) -> None:
    for _ in range(3):
        with transaction.atomic():
            for to in (ayse.pk, dilan.pk):
                post_mail("note", key="round-7", to=to, words={}, at=now)
            post_mail("note", key="round-8", to=ayse.pk, words={}, at=now)
            post_mail("note", key="round-7", address="emma@stadt.example", words={}, at=now)
    assert Mail.objects.count() == 4
    assert len(set(Mail.objects.values_list("message_id", flat=True))) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "nobody"])
def test_what_is_no_address_is_refused(address: str, now: datetime) -> None:
    with pytest.raises(ValueError, match="address"):
        post_mail("note", key="a", address=address, words={}, at=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"sent_at": True}, {"next_try_at": None}, {"reason": "refused"}, {"address": "a@b.de"}]
)
def test_the_database_knows_three_states_and_one_recipient(ayse: Account, now: datetime, wrong: dict[str, Any]) -> None:
    mail = write(to=ayse.pk, at=now)
    changed = {name: now if value is True else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(**changed)


# -- sending


@pytest.mark.django_db
def test_a_mail_reaches_its_recipient_once(office: PostOffice, ayse: Account, now: datetime) -> None:
    mail = write(to=ayse.pk, at=now, words_of_it="Grüße & <Küsse>")
    assert (around(now).sent, around(now).sent, around(now + timedelta(days=3)).sent) == (1, 0, 0)
    message = office.messages[0]
    assert office.recipients == ["ayse@stadt.example"]
    assert message["Subject"] == "Notiz: Grüße & <Küsse>"
    assert message["Message-ID"] == f"<{mail.message_id}@stadt.example>"
    assert (message["From"], message["Auto-Submitted"]) == ("Querwerk <querwerk@stadt.example>", "auto-generated")
    text = message.get_content().replace("\r\n", "\n")
    assert text == (
        "Guten Tag,\n\nGrüße & <Küsse>\n\n-- \nQuerwerk, Stadt Beispielheim\n"
        "Was an Sie ging: http://127.0.0.1:8000/konto/post/\n"
    )
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.tries) == (State.SENT, now, 1)


@pytest.mark.django_db
def test_who_has_no_account_is_not_sent_to_a_page_of_accounts(office: PostOffice, now: datetime) -> None:
    write(address="emma@stadt.example", at=now)
    around(now)
    assert office.messages[0].get_content().splitlines()[-1] == "Querwerk, Stadt Beispielheim"


@pytest.mark.django_db
def test_a_mail_waits_until_it_is_due(office: PostOffice, ayse: Account, now: datetime) -> None:
    write(to=ayse.pk, at=now, due_at=now + MINUTE)
    assert (around(now).sent, around(now + MINUTE).sent) == (0, 1)


@pytest.mark.django_db
def test_a_line_break_in_the_words_starts_no_header(office: PostOffice, ayse: Account, now: datetime) -> None:
    write(to=ayse.pk, at=now, words_of_it="a\r\nBcc: emma@stadt.example\r\n\r\nb\x07\u2028c")
    around(now)
    assert office.recipients == ["ayse@stadt.example"]
    assert office.messages[0]["Bcc"] is None
    assert office.messages[0]["Subject"] == "Notiz: a Bcc: emma@stadt.example b c"


@pytest.mark.django_db
def test_without_a_mail_server_everything_waits(settings: Any, ayse: Account, now: datetime) -> None:
    kinds.use_in(settings)
    mail = write(to=ayse.pk, at=now)
    assert around(now + timedelta(days=30)) == Round()
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.QUEUED, 0)


@pytest.mark.django_db
def test_an_absent_mail_server_costs_no_mail_a_try(settings: Any, ayse: Account, now: datetime) -> None:
    kinds.use_in(settings, mail_url="smtp://127.0.0.1:1")
    mail = write(to=ayse.pk, at=now)
    for day in range(10):
        assert around(now + timedelta(days=day)).away == "ConnectionRefusedError"
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.QUEUED, 0)


# -- what the server says


@pytest.mark.django_db
def test_a_mail_refused_for_now_is_tried_again_for_two_days(office: PostOffice, ayse: Account, now: datetime) -> None:
    office.answer_recipient = lambda address: "451 4.7.1 greylisted, ask ayse@stadt.example"
    mail, at, pauses = write(to=ayse.pk, at=now), now, []
    while True:
        assert around(at).sent == 0
        mail.refresh_from_db()
        if mail.next_try_at is None:
            break
        assert mail.reply == "451 4.7.1"
        pauses.append(mail.next_try_at - at)
        assert around(mail.next_try_at - timedelta(seconds=1)) == Round()
        at = mail.next_try_at
    assert tuple(pauses) == PAUSES
    assert timedelta(days=1, hours=20) < at - now < timedelta(days=2)
    assert (mail.state, mail.reason, office.tries) == (State.GIVEN_UP, Reason.TRIED_TOO_OFTEN, len(PAUSES) + 1)


@pytest.mark.django_db
def test_a_mail_refused_at_first_arrives_later(office: PostOffice, ayse: Account, now: datetime) -> None:
    office.answer_message = lambda message: "451 4.3.0 disk full"
    write(to=ayse.pk, at=now)
    assert around(now) == Round(put_off=1)
    office.answer_message = lambda message: None
    assert around(now + MINUTE).sent == 1


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["recipient", "message"])
def test_a_mail_refused_for_good_is_given_up_and_stops_no_other(
    office: PostOffice, ayse: Account, dilan: Account, now: datetime, where: str
) -> None:
    if where == "recipient":
        office.answer_recipient = lambda address: "550 5.1.1 no such user" if address.startswith("ayse") else None
    else:
        office.answer_message = lambda message: "554 5.7.1 no" if message["To"].startswith("ayse") else None
    mail = write(to=ayse.pk, at=now)
    write(to=dilan.pk, at=now)
    assert around(now) == Round(sent=1, given_up=1)
    assert office.recipients == ["dilan@post.example"]
    mail.refresh_from_db()
    assert (mail.reason, mail.reply[:3]) == (Reason.REFUSED, "550" if where == "recipient" else "554")
    assert around(now + timedelta(days=2)) == Round()


@pytest.mark.django_db
def test_a_server_that_hangs_is_left_and_the_mail_comes_later(office: PostOffice, ayse: Account, now: datetime) -> None:
    office.seconds = 3.0
    mail = write(to=ayse.pk, at=now)
    assert around(now, patience=0.5) == Round(put_off=1, away="SMTPServerDisconnected")
    mail.refresh_from_db()
    assert mail.next_try_at == now + MINUTE
    office.seconds = 0.0
    assert around(now + MINUTE).sent == 1


@pytest.mark.django_db
def test_a_server_that_dies_after_the_message_gets_it_again_under_the_same_name(
    office: PostOffice, ayse: Account, now: datetime
) -> None:
    office.after_data = lambda server: server.transport.abort()
    write(to=ayse.pk, at=now)
    assert around(now) == Round(put_off=1, away="SMTPServerDisconnected")
    office.after_data = None
    assert around(now + MINUTE).sent == 1
    assert len(office.identities) == 2
    assert len(set(office.identities)) == 1


# -- who may receive


@pytest.mark.django_db
def test_who_is_no_longer_entitled_gets_nothing_and_the_words_go(
    office: PostOffice, ayse: Account, dilan: Account, now: datetime
) -> None:
    entitled = write("closed_note", to=ayse.pk, at=now, readers=["ayse"])
    former = write("closed_note", to=dilan.pk, at=now, readers=["ayse"])
    assert around(now) == Round(sent=1, given_up=1)
    assert office.recipients == ["ayse@stadt.example"]
    former.refresh_from_db()
    entitled.refresh_from_db()
    assert (former.reason, former.words) == (Reason.NOT_ENTITLED, {})
    assert (entitled.reason, entitled.words["words_of_it"]) == ("", "Bitte lesen.")


@pytest.mark.django_db
def test_a_closed_account_receives_nothing(office: PostOffice, ayse: Account, dilan: Account, now: datetime) -> None:
    closed = write(to=ayse.pk, at=now)
    write(to=dilan.pk, at=now)
    Account.objects.filter(pk=ayse.pk).update(is_active=False)
    assert around(now) == Round(sent=1, given_up=1)
    assert office.recipients == ["dilan@post.example"]
    closed.refresh_from_db()
    assert closed.reason == Reason.NOT_ENTITLED


@pytest.mark.django_db
def test_an_account_without_address_is_not_tried_again(office: PostOffice, ayse: Account, now: datetime) -> None:
    Account.objects.filter(pk=ayse.pk).update(email="")
    mail = write(to=ayse.pk, at=now)
    assert around(now) == Round(given_up=1)
    mail.refresh_from_db()
    assert (mail.reason, mail.words["words_of_it"]) == (Reason.NO_ADDRESS, "Bitte lesen.")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "failure"), [("broken", "TemplateDoesNotExist"), ("unknown", "KeyError")])
def test_a_mail_that_cannot_be_written_stops_no_other(
    office: PostOffice, ayse: Account, now: datetime, kind: str, failure: str
) -> None:
    mail = write(kind, to=ayse.pk, at=now)
    write(to=ayse.pk, at=now)
    assert around(now) == Round(sent=1, put_off=1)
    mail.refresh_from_db()
    assert (mail.state, mail.reply) == (State.QUEUED, failure)


# -- what is kept


@pytest.mark.django_db
def test_a_key_is_not_kept_once_it_is_sent(office: PostOffice, ayse: Account, now: datetime) -> None:
    secret, note = write("key", to=ayse.pk, at=now), write(to=ayse.pk, at=now)
    around(now)
    secret.refresh_from_db()
    note.refresh_from_db()
    assert (secret.words, note.words) == ({}, {"words_of_it": "Bitte lesen."})


@pytest.mark.django_db
def test_after_ninety_days_words_and_recipients_go_and_the_event_stays_answered(
    office: PostOffice, ayse: Account, now: datetime
) -> None:
    old = [write(to=ayse.pk, key="old", at=now), write(address="emma@stadt.example", key="old", at=now)]
    young = write(to=ayse.pk, key="young", at=now + timedelta(days=2))
    around(now)
    waiting = write(to=ayse.pk, key="waiting", at=now)
    forget_mails(now + timedelta(days=91))
    kept = {mail.pk: (mail.to_id, mail.address, mail.words) for mail in Mail.objects.all()}
    nobody: tuple[None, str, dict[str, str]] = (None, "", {})
    assert [kept[mail.pk] for mail in (*old, waiting)] == [nobody, nobody, nobody]
    assert kept[young.pk] == (ayse.pk, "", {"words_of_it": "Bitte lesen."})
    waiting.refresh_from_db()
    assert waiting.reason == Reason.TOO_OLD
    with transaction.atomic():
        post_mail("note", key="old", to=ayse.pk, words={}, at=now + timedelta(days=91))
    assert Mail.objects.count() == 4
