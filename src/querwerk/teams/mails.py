"""Mails of the teams: somebody is asked, the lead hears, the line is asked for a release, everybody is thanked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.outbox.actions import post_mail
from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account

from .lifecycle import BELONGS, Part, Reply, Standing
from .models import Asking, Membership, Release, Team
from .queries.superiors import holders

_BELONGING = sorted(standing.value for standing in BELONGS)


def tell_asked(place: Membership, *, at: datetime) -> None:
    """Whoever is asked to join."""
    _tell("teams.place_asked", place.team, place.account_id, at, place=place.pk, words=place.words)


def tell_lead(place: Membership, kind: str, *, at: datetime) -> None:
    """Whoever leads the team: somebody asked to join, answered, or left."""
    leads = place.team.memberships.filter(part=Part.LEAD.value, standing__in=_BELONGING).exclude(pk=place.pk)
    for account in leads.values_list("account", flat=True):
        _tell(kind, place.team, account, at, place=place.pk, words=place.words, yes=place.standing in _BELONGING)


def tell_person(place: Membership, kind: str, *, at: datetime) -> None:
    """Whoever the place is for: the lead answered, or the team ended with thanks."""
    said = {"words": place.words, "yes": place.standing in _BELONGING, "thanks": place.team.thanks}
    _tell(kind, place.team, place.account_id, at, place=place.pk, **said)


def tell_superior(release: Release, *, step: str, at: datetime) -> None:
    """Those who hold the post that is asked today; ``step`` tells the first mail from reminders."""
    if release.superior is None:
        return
    team = release.membership.team
    words = {"release": release.pk, "team": team.name, "slug": team.slug, "asked_on": release.asked_on.isoformat()}
    kind = "teams.release_asked" if step == "asked" else "teams.release_reminded"
    for account in holders(release.superior, on=timezone.localdate(at)).values_list("pk", flat=True):
        key = f"{release.thread}/{release.superior_id}/{step}"
        post_mail(kind, key=key, to=account, words=words, about=release.thread, at=at)


def tell_released(release: Release, *, at: datetime) -> None:
    """The person hears what the line has answered."""
    place = release.membership
    words = {"release": release.pk, "team": place.team.name, "slug": place.team.slug, "reason": release.reason}
    key = f"{release.thread}/answered"
    post_mail("teams.release_answered", key=key, to=place.account_id, words=words, about=release.thread, at=at)


def _tell(kind: str, team: Team, account: int, at: datetime, **words: Any) -> None:
    said = {"team": team.name, "slug": team.slug, **words}
    key = f"{team.thread}/{words['place']}/{team.version}"
    post_mail(kind, key=key, to=account, words=said, about=team.thread, at=at)


def _place_is_asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether this person is still asked."""
    return _own(account, words).filter(standing=Standing.ASKED.value).exists()


def _is_own(account: Account | None, words: Mapping[str, Any]) -> bool:
    return _own(account, words).exists()


def _own(account: Account | None, words: Mapping[str, Any]) -> QuerySet[Membership]:
    return Membership.objects.filter(pk=words["place"], account=account)


def _leads(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether this person leads the team today."""
    return Membership.objects.filter(
        team__slug=words["slug"], account=account, part=Part.LEAD.value, standing__in=_BELONGING
    ).exists()


def _releases(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether this person holds the post that is asked, and the answer is still open."""
    release = Release.objects.select_related("superior").filter(pk=words["release"], answer="").first()
    if account is None or release is None or release.superior is None:
        return False
    return holders(release.superior, on=timezone.localdate()).filter(pk=account.pk).exists()


def _is_released(account: Account | None, words: Mapping[str, Any]) -> bool:
    return Release.objects.filter(pk=words["release"], membership__account=account).exists()


# -- the expertise pool


def _is_asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether the question is still open, and still this person's: who has left the pool is not asked."""
    open_ = Asking.objects.filter(key=words["key"], reply=Reply.OPEN)
    return open_.filter(profile__account=account).exists()


def _has_asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether it is the one who asked."""
    return account is not None and Asking.objects.filter(key=words["key"], asked_by=account).exists()


KINDS: Mapping[str, Kind] = {
    "teams.place_asked": Kind(_("A team asks whether you will join"), "teams/mails/place_asked.txt", _place_is_asked),
    "teams.place_answered": Kind(_("Somebody has answered your team"), "teams/mails/place_answered.txt", _leads),
    "teams.left": Kind(_("Somebody has left your team"), "teams/mails/left.txt", _leads),
    "teams.join_asked": Kind(_("Somebody asks to join your team"), "teams/mails/join_asked.txt", _leads),
    "teams.join_answered": Kind(_("Your question to a team is answered"), "teams/mails/join_answered.txt", _is_own),
    "teams.thanks": Kind(_("Your team has ended: thank you"), "teams/mails/thanks.txt", _is_own),
    "teams.release_asked": Kind(_("You are asked for a release"), "teams/mails/release_asked.txt", _releases),
    "teams.release_reminded": Kind(
        _("A reminder: a release waits for your answer"), "teams/mails/release_asked.txt", _releases
    ),
    "teams.release_answered": Kind(_("Your release is answered"), "teams/mails/release_answered.txt", _is_released),
    # -- the expertise pool
    "teams.asked": Kind(_("Would you like to join in?"), "teams/mails/asked.txt", _is_asked),
    "teams.answered": Kind(_("Your question was answered"), "teams/mails/answered.txt", _has_asked),
}
