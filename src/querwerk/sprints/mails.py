"""The mails of a sprint to those who are asked, seated or waiting. Subjects tell nothing of what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from querwerk.outbox.actions import post_mail
from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account

from .lifecycle import JOINING, Place, State
from .models import Seat, Sprint

_CONCERNED = frozenset({Place.INVITED, Place.TAKEN, Place.WAITING})


def tell(kind: str, seat: Seat, sprint: Sprint, *, at: datetime) -> None:
    """One person, about their seat."""
    key, words = f"{sprint.thread}/{at.isoformat()}", words_of(sprint)
    post_mail(f"sprints.{kind}", key=key, to=seat.account_id, words=words, about=sprint.thread, at=at)


def tell_all(kind: str, sprint: Sprint, *, at: datetime) -> None:
    """Everybody who is asked, seated or waiting, and who leads through it."""
    for seat in sprint.seated.filter(state__in=[place.value for place in _CONCERNED]).order_by("pk"):
        tell(kind, seat, sprint, at=at)


def invite_guest(code: str, address: str, sprint: Sprint, *, key: str, at: datetime) -> None:
    """Somebody without an account, by a code of their own; the address is kept nowhere else, the code not longer than
    the mail needs. ``key`` stays, so nothing of the code is in it."""
    words = {**words_of(sprint), "code": code}
    post_mail("sprints.guest_invited", key=key, address=address, words=words, about=sprint.thread, at=at)


def words_of(sprint: Sprint) -> dict[str, Any]:
    """What a mail says of a sprint."""
    return {
        "sprint": sprint.pk, "slug": sprint.slug, "title": sprint.title, "question": sprint.question,
        "starts_at": sprint.starts_at.isoformat(), "ends_at": sprint.ends_at.isoformat(), "place": sprint.place,
        "reason": sprint.cancelled_because,
    }  # fmt: skip


def _in(*places: Place, states: frozenset[State] = JOINING) -> Callable[[Account | None, Mapping[str, Any]], bool]:
    """Whether somebody still has a seat of these kinds in a sprint of these states."""

    def may_receive(account: Account | None, words: Mapping[str, Any]) -> bool:
        return Seat.objects.filter(
            sprint=words["sprint"], account=account, state__in=[place.value for place in places or _CONCERNED],
            sprint__state__in=[state.value for state in states],
        ).exists()  # fmt: skip

    return may_receive


def _joining(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether a guest can still come."""
    return Sprint.objects.filter(pk=words["sprint"], state__in=[state.value for state in JOINING]).exists()


KINDS: Mapping[str, Kind] = {
    "sprints.invited": Kind(_("You are invited to a sprint"), "sprints/mails/invited.txt", _in(Place.INVITED)),
    "sprints.guest_invited": Kind(
        _("You are invited to a sprint"), "sprints/mails/guest_invited.txt", _joining, secret=True
    ),
    "sprints.moved_up": Kind(_("Your seat in a sprint"), "sprints/mails/moved_up.txt", _in(Place.TAKEN)),
    "sprints.moved": Kind(_("A sprint takes place at another time"), "sprints/mails/moved.txt", _in()),
    "sprints.cancelled": Kind(
        _("A sprint does not take place"), "sprints/mails/cancelled.txt", _in(states=frozenset({State.CANCELLED}))
    ),
}
