"""T20 and T23 as numbers: every way to misuse a mailed link, and everything that must end a session."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.accounts.actions import factors, people
from querwerk.accounts.lifecycle import Purpose
from querwerk.accounts.models import MailLink
from querwerk.accounts.rules import proof_of
from querwerk.accounts.views import mailed
from querwerk.structure.actions.line import end_assignment
from querwerk.structure.models import Account, Assignment
from querwerk.web.acting import acting
from tests.logins import sign_in
from tests.quality import figure

from .people import PASSWORD, post, somebody

pytestmark = pytest.mark.django_db
NEW = {"password": "ein-neues-langes-wort", "again": "ein-neues-langes-wort"}
NOW, TODAY = timezone.now(), timezone.localdate()


def fresh(purpose: Purpose, **fields: Any) -> MailLink:
    key = secrets.token_hex(16)
    account = None
    if purpose is Purpose.RESET:
        account = Account.objects.create_user(f"resident-{key}", PASSWORD, email=f"{key}@example.org", kind="resident")
    values = {"expires_at": NOW + timedelta(hours=1), "name": "Fiona", "account": account, **fields}
    return MailLink.objects.create(key=key, purpose=purpose, address=f"{key}@example.org", **values)


def way(link: MailLink, purpose: str = "", proof: str = "") -> str:
    return f"/link/{purpose or link.purpose}/{link.key}.{proof or proof_of(link.purpose, link.key)}/"


def _other(sign: str) -> str:
    return "1" if sign == "0" else "0"


def misuses(purpose: Purpose) -> list[tuple[str, str]]:
    """Ways that look like the right one; each with the method it is tried with."""
    link, others = fresh(purpose), [other for other in Purpose if other is not purpose]
    proof = proof_of(purpose, link.key)
    return [
        *((way(link, proof=proof[:at] + _other(proof[at]) + proof[at + 1 :]), "post") for at in range(32)),
        *((way(link, purpose=other), "post") for other in others),
        *((way(link, purpose=other, proof=proof_of(other, link.key)), "post") for other in others),
        *((way(link, proof=proof_of(other, link.key)), "post") for other in others),
        (way(link, proof=proof_of(purpose, fresh(purpose).key)), "post"),
        (way(link, proof=proof[:-1]), "post"),
        (way(link, proof=proof + "0"), "post"),
        (way(fresh(purpose, expires_at=NOW - timedelta(seconds=1))), "post"),
        (way(fresh(purpose, used_at=NOW)), "post"),
        *((way(link), method) for method in ("get", "head", "options", "put", "delete", "patch") for _ in range(2)),
    ]  # fmt: skip


def state() -> tuple[Any, ...]:
    """Everything a link could change."""
    accounts = Account.objects.order_by("pk").values_list("pk", "password", "epoch")
    return (*accounts, *MailLink.objects.order_by("pk").values_list("pk", "used_at"))


def effects(tries: list[tuple[str, str]]) -> int:
    """How many of them changed anything."""
    found = 0
    for address, method in tries:
        before = state()
        getattr(Client(), method)(address, NEW)
        found += state() != before
    return found


def test_no_misuse_of_a_link_has_an_effect_and_the_right_use_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = [one for purpose in Purpose for one in misuses(purpose)]
    guessed = [
        (f"/link/{purpose}/{secrets.token_hex(16)}.{secrets.token_hex(16)}/", "post") for purpose in Purpose
    ] * 40
    misused = effects(tries + guessed)
    used = effects([(way(fresh(purpose)), "post") for purpose in Purpose])

    shown = mailed.render  # negative control: a page that does on GET what its button should do

    def hasty(request: Any, template: str, page: dict[str, Any], **options: Any) -> Any:
        key = request.path.split("/")[-2].partition(".")[0]
        found = MailLink.objects.filter(key=key, used_at=None).first()
        if template == "accounts/link.html" and found is not None:
            mailed._USE[Purpose(found.purpose)][0](found, password=NEW["password"], at=NOW)
        return shown(request, template, page, **options)

    monkeypatch.setattr(mailed, "render", hasty)
    caught = effects([(way(fresh(purpose)), "get") for purpose in Purpose])
    cases = len(tries) + len(guessed)
    figure(
        "T20",
        "Mailed links: one purpose, one use, one account, an end; reading one changes nothing",
        result=f"{misused} of {cases} misuses had an effect; {used} of {len(Purpose)} right uses had one",
        control=f"a link that acts on GET is caught in {caught} of {len(Purpose)} cases",
    )
    assert (misused, used, caught) == (0, 3, 3)


def endings() -> dict[str, Callable[[Account], None]]:
    carla = acting(somebody("carla", post("staff_unit")), on=TODAY, second_factor=True)

    def held(account: Account) -> Assignment:
        return Assignment.objects.get(person=account.person)

    return {
        "locked": lambda account: people.lock(account, reason="", by=carla, at=NOW),
        "post ended": lambda account: people.end_post(held(account), ends_on=TODAY, by=carla, at=NOW),
        "post vacated by the staff unit": lambda account: end_assignment(
            held(account), ends_on=TODAY, by=carla, at=NOW
        ),
        "password set by command": lambda account: people.set_password(account, "neu-neu-neu-neu", by=carla, at=NOW),
        "sessions ended": lambda account: people.end_sessions(account, by=carla, at=NOW),
        "second factor reset": lambda account: factors.reset_factors(account, by=carla, at=NOW),
        "account gone": lambda account: (account.factors.all().delete(), account.delete()),  # type: ignore[dict-item]
    }


def test_everything_that_takes_a_right_away_ends_the_session_at_the_next_request() -> None:
    office, ways, found, kept = post("employee"), endings(), [], 0
    for number, (name, end) in enumerate(ways.items()):
        account = somebody(f"person-{number}", office)
        factors.make_codes(account, at=NOW)
        browsers = [sign_in(Client(), account) for _ in range(2)]
        kept += all(browser.get("/konto/").status_code == 200 for browser in browsers)
        end(account)
        if all(browser.get("/konto/").status_code == 302 for browser in browsers):
            found.append(name)
    figure(
        "T23b",
        "Sessions: what locks an account, takes a post, a password or a factor away ends them at the next request",
        result=f"{len(found)} of {len(ways)} ways end both sessions",
        control=f"before it, {kept} of {len(ways)} pairs of sessions were open",
    )
    assert found == list(ways)
    assert kept == len(found)
