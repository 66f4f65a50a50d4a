"""Profiles of the expertise pool: offered by one's own consent, changed, withdrawn with everything at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.structure.models import Account

from ..labels import CONSENT_OF_OUTSIDER, CONSENTS
from ..lifecycle import MOST_SKILLS, Shown
from ..models import POOL, Profile, Skill, Spoken
from ..rules import may_keep, may_offer, own
from .skills import forget_free_words, free_skill


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about themself."""

    share: int
    shown: Shown = Shown.HOUSE
    about: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outsider:
    """Who an outside expert is, and the day they agreed."""

    name: str
    organisation: str
    address: str
    consent_on: date


def offer(said: Said, *, consents: bool, version: int, by: Actor, at: datetime) -> Profile:
    """Somebody joins the pool, or says anew what they offer; who shall see it is agreed to word for word."""
    with transaction.atomic():
        if not may_offer(by):
            raise Refused(_("Only who is logged in can have a profile."))
        account = Account.objects.select_for_update(of=("self",)).select_related("person").get(username=by.account)
        profile = Profile.objects.filter(own(by)).first()
        agreed = profile is not None and profile.shown == said.shown
        if not agreed and not consents:
            raise Refused(_("Without your consent you are not listed."), field="consents")
        if profile is None:
            profile = Profile(account=account, version=0)
        profile.name = account.person.name if account.person else account.username
        _seen(profile, version)
        if not agreed:
            profile.consent_on, profile.consent = timezone.localdate(at), str(CONSENTS[said.shown])
        event = "teams.profile_changed" if profile.pk else "teams.profile_listed"
        _keep(profile, said)
        _remember(event, by=by, at=at)
    return profile


def keep_outsider(
    profile: Profile | None, who: Outsider, said: Said, *, version: int, by: Actor, at: datetime
) -> Profile:
    """The staff unit keeps the profile of an outside expert who has agreed to it."""
    with transaction.atomic():
        if profile is None and not _may_add(by):
            raise Refused(_("Only the staff unit keeps outside experts."))
        profile = _held(profile, version, by=by) if profile else Profile(version=0)
        if who.consent_on > timezone.localdate(at):
            raise Refused(_("The consent was given on a day that has passed."), field="consent_on")
        profile.name, profile.organisation, profile.address = who.name, who.organisation, who.address
        profile.consent_on, profile.consent = who.consent_on, str(CONSENT_OF_OUTSIDER)
        event = "teams.profile_changed" if profile.pk else "teams.profile_listed"
        _keep(profile, said)
        _remember(event, by=by, at=at)
    return profile


def withdraw(profile: Profile, *, by: Actor, at: datetime) -> None:
    """Everything about a profile is deleted at once: skills, languages, questions, the consent itself."""
    with transaction.atomic():
        found = Profile.objects.select_for_update(of=("self",)).filter(pk=profile.pk).first()
        if found is None:  # said twice, and the other was faster
            return
        if not may_keep(by, found):
            raise Refused(_("A profile is withdrawn by whoever it is about."))
        found.delete()
        forget_free_words()
        _remember("teams.profile_withdrawn", by=by, at=at)


def add_skill(profile: Profile, *, skill: int | None = None, word: str = "", by: Actor, at: datetime) -> None:
    """A skill more: from the list, or in a word of one's own."""
    with transaction.atomic():
        profile = _held(profile, profile.version, by=by)
        if profile.offers.count() >= MOST_SKILLS:
            raise Refused(_("At most %(most)s skills: choose those you like to use.") % {"most": MOST_SKILLS})
        found = Skill.objects.filter(pk=skill).first() if skill is not None else free_skill(word)
        if found is None:
            raise Refused(_("This skill is not in the list any more."), field="skill")
        _made, new = profile.offers.get_or_create(skill=found)
        if new:
            _remember("teams.profile_changed", by=by, at=at)


def drop_skill(profile: Profile, skill: int, *, by: Actor, at: datetime) -> None:
    """A skill less."""
    with transaction.atomic():
        profile = _held(profile, profile.version, by=by)
        gone, _by_table = profile.offers.filter(skill=skill).delete()
        if gone:
            forget_free_words()
            _remember("teams.profile_changed", by=by, at=at)


def _may_add(by: Actor) -> bool:
    return may_keep(by, Profile())


def _held(profile: Profile, version: int, *, by: Actor) -> Profile:
    """The profile, locked, if it is the actor's to change and nobody changed it in between."""
    found = Profile.objects.select_for_update(of=("self",)).filter(pk=profile.pk).first()
    if found is None or not may_keep(by, found):
        raise Refused(_("A profile is changed by whoever it is about."))
    _seen(found, version)
    return found


def _seen(profile: Profile, version: int) -> None:
    if profile.pk and profile.version != version:
        raise Overtaken(_("This profile was changed since you opened it. Please look at it again."))


def _keep(profile: Profile, said: Said) -> None:
    profile.share, profile.shown, profile.about = said.share, said.shown, said.about
    profile.version += 1
    profile.save()
    _speak(profile, said.languages)


def _speak(profile: Profile, languages: Iterable[str]) -> None:
    wanted = set(languages)
    held = set(profile.spoken.values_list("language", flat=True))
    profile.spoken.filter(language__in=held - wanted).delete()
    Spoken.objects.bulk_create(Spoken(profile=profile, language=one) for one in sorted(wanted - held))


def _remember(event: str, *, by: Actor, at: datetime) -> None:
    """That the pool changed, not whose profile: no post stands there, for a post can be one person."""
    record(Event(event, POOL), by=Actor(post="", account=by.account), at=at)
