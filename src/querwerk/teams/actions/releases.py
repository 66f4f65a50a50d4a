"""The formal act of release: the person asks, the line answers on record, and somebody always answers for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.structure.models import Post
from querwerk.structure.queries import house_rules

from ..access import STANDIN
from ..lifecycle import GIVEN, Answer, Level, Standing
from ..mails import tell_released, tell_superior
from ..models import Membership, Release, Standin
from ..queries.superiors import posts_of, superior_of
from ..rules import may_answer
from .change import held, move, own_place, unnamed

_HOUSE = Actor(post="Querwerk", roles=frozenset({"system"}))


def ask_release(
    place: Membership, *, share: int, begins_on: date, ends_on: date, by: Actor, at: datetime
) -> list[Release]:
    """The person asks their line for a share of their time; where the house wants consensus, the department too.

    Nobody else asks in their place: that somebody works in a team reaches their superior by their own word alone.
    """
    on = timezone.localdate(at)
    if ends_on < begins_on:
        raise Refused(_("The last day must not lie before the first."), field="ends_on")
    if ends_on < on:
        raise Refused(_("The last day must not lie in the past."), field="ends_on")
    with own_place(place.pk, by=by) as found:
        if found.standing != Standing.AGREED or found.post is None:
            raise Refused(_("A release is asked for by whoever belongs to the team and has a post."))
        if found.releases.filter(answer="").exists():
            raise Refused(_("Your line has been asked already."))
        found.share, found.begins_on, found.ends_on = share, begins_on, ends_on
        found.save(update_fields=["share", "begins_on", "ends_on"])
        levels = [Level.OFFICE, *([Level.DEPARTMENT] if house_rules(on)["release_levels"] > 1 else [])]
        asked = [
            Release(
                membership=found, level=level.value, asked_share=share, asked_from=begins_on, asked_until=ends_on,
                asked_on=on, superior=superior_of(found.post, level=level, person=found.account.person_id, on=on),
            )
            for level in levels
        ]  # fmt: skip
        if len(asked) > 1 and asked[0].superior == asked[1].superior:
            asked = asked[:1]  # one post speaks for both
        for release in asked:
            release.save()
            told = {"share": [None, share], "from": [None, str(begins_on)], "until": [None, str(ends_on)],
                    "asked": [None, release.superior.title if release.superior else None]}  # fmt: skip
            record(Event("teams.release_asked", release.thread, facts=told), by=unnamed(by), at=at)
            tell_superior(release, step="asked", at=at)
    return asked


def answer_release(
    release: Release, *, answer: Answer, share: int | None = None, begins_on: date | None = None,
    ends_on: date | None = None, reason: str = "", unbound: bool = False, version: int, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """The line says yes, no, or partly: on record, by its post, with a reason where it gives less than was asked."""
    answer, reason = Answer(answer), reason.strip()
    with held(release.membership.team_id):  # as whoever leaves does: neither overwrites the other
        found = Release.objects.select_for_update(of=("self",)).select_related("superior").filter(pk=release.pk).first()
        if found is None:
            raise Refused(_("The person no longer belongs to the team; there is nothing to release."))
        _refuse(found, version, by)
        _grant(found, answer, share, begins_on, ends_on)
        if answer is not Answer.YES and not reason:
            raise Refused(_("Please say why: the person reads it."), field="reason")
        if answer in GIVEN and not unbound:
            raise Refused(
                _("A release is given for work that is not bound by instructions. Please confirm that you know this."),
                field="unbound",
            )
        found.answer, found.reason, found.unbound = answer.value, reason, unbound and answer in GIVEN
        found.answered_on = timezone.localdate(at)
        found.answered_post = by.post or (found.superior.title if found.superior else "")
        found.version += 1
        found.save()
        facts = {"answer": [None, found.answer], "share": [found.asked_share, found.share],
                 "not_bound_by_instructions": [None, found.unbound]}  # fmt: skip
        record(Event("teams.release_answered", found.thread, facts=facts, reason=reason), by=by, at=at)
        _settle(found.membership, by=by, at=at)
        tell_released(found, at=at)


def _refuse(release: Release, version: int, by: Actor) -> None:
    if not may_answer(by, release):
        raise Refused(_("Only the superior who is asked today answers this."))
    if release.membership.account.username == by.account:
        raise Refused(_("Nobody releases themself."))
    if release.answer:
        raise Refused(_("This has been answered already."))
    if release.version != version:
        raise Overtaken(_("Somebody else was faster. Please read it again."))
    if release.membership.standing != Standing.AGREED:
        raise Refused(_("The person no longer belongs to the team; there is nothing to release."))


def _grant(
    release: Release, answer: Answer, share: int | None, begins_on: date | None, ends_on: date | None
) -> None:  # fmt: skip
    """How much is released: all that was asked, or less, never more."""
    if answer is Answer.NO:
        return
    partly = answer is Answer.PARTLY
    release.share = (share if partly else None) or release.asked_share
    release.begins_on = (begins_on if partly else None) or release.asked_from
    release.ends_on = (ends_on if partly else None) or release.asked_until
    if release.share > release.asked_share:
        raise Refused(_("Please release at most what was asked for."), field="share")
    if release.begins_on < release.asked_from:
        raise Refused(_("Please release at most what was asked for."), field="begins_on")
    if release.ends_on < release.begins_on:
        raise Refused(_("The last day must not lie before the first."), field="ends_on")


def _settle(place: Membership, *, by: Actor, at: datetime) -> None:
    """Released is who everybody asked has released: for the smallest share and the days they have in common.

    What counts is the last question; the office is the first to be asked each time.
    """
    last = place.releases.filter(level=Level.OFFICE.value).order_by("-pk").values("pk")[:1]
    asked = list(place.releases.filter(pk__gte=last).order_by("pk"))
    if any(release.answer not in GIVEN for release in asked):
        return
    place.share = min(release.share or 0 for release in asked)
    place.begins_on = max(release.begins_on for release in asked if release.begins_on)
    place.ends_on = min(release.ends_on for release in asked if release.ends_on)
    if place.ends_on < place.begins_on:
        raise Refused(_("The days that office and department release have nothing in common."), field="begins_on")
    move(place, Standing.RELEASED, "place_released", by=by, at=at)


def name_standin(
    post: Post, *, standin: Post | None, begins_on: date, ends_on: date, by: Actor, at: datetime
) -> Standin:
    """A superior is away for some days: another post acts for them, or else the next above does; so too where that
    other post is away itself.

    ``ends_on`` is the last day. What waits for them moves on at once.
    """
    if not (
        STANDIN.open_to(by, Verb.CREATE) and posts_of(by.account, on=timezone.localdate(at)).filter(pk=post.pk).exists()
    ):
        raise Refused(_("Only whoever holds the post says who acts for it."))
    if ends_on < begins_on or ends_on < timezone.localdate(at):
        raise Refused(_("The last day must not lie before the first, nor in the past."), field="ends_on")
    if standin == post:
        raise Refused(_("Please choose another post than your own."), field="standin")
    with transaction.atomic():
        # before the journal, as whoever answers one of them does
        waiting = list(Release.objects.select_for_update(of=("self",)).filter(answer="", superior=post).order_by("pk"))
        row = Standin.objects.create(
            post=post, standin=standin, valid_from=begins_on, valid_to=ends_on + timedelta(days=1)
        )
        facts = {"post": [None, post.title], "standin": [None, standin.title if standin else None],
                 "from": [None, str(begins_on)], "until": [None, str(ends_on)]}  # fmt: skip
        record(Event("teams.standin_named", post.unit.thread, facts=facts), by=by, at=at)
        for release in waiting:
            _follow(release, by=_HOUSE, at=at)
    return row


def follow_superiors(at: datetime) -> int:
    """What the calendar does: asks the next one where a superior has left, is away or is back, and reminds."""
    open_now = Release.objects.filter(answer="", membership__standing=Standing.AGREED.value)
    return sum(_followed(pk, at) for pk in open_now.order_by("pk").values_list("pk", flat=True))


def _followed(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        release = Release.objects.select_for_update(of=("self",)).filter(pk=pk, answer="").first()
        if release is None:
            return False
        moved = _follow(release, by=_HOUSE, at=at)
        on = timezone.localdate(at)
        weeks = (on - release.asked_on).days // max(1, house_rules(on)["release_reminder_days"])
        if weeks and not moved:
            tell_superior(release, step=f"reminded {weeks}", at=at)
        return moved


def _follow(release: Release, *, by: Actor, at: datetime) -> bool:
    """Asks the post that answers today; says whether that is another one than before."""
    place = release.membership
    if place.post is None:
        return False
    now = superior_of(place.post, level=release.level, person=place.account.person_id, on=timezone.localdate(at))
    if now == release.superior:
        return False
    before, release.superior = release.superior, now
    release.version += 1
    release.save(update_fields=["superior", "version"])
    facts = {"asked": [before.title if before else None, now.title if now else None]}
    record(Event("teams.release_moved_on", release.thread, facts=facts), by=by, at=at)
    tell_superior(release, step="asked", at=at)
    return True
