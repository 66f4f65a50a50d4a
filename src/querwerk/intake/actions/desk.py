"""What the staff unit keeps for itself: who is the contact, who has room, standard answers, posts named for a task."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record, remembered
from querwerk.structure.models import HOUSE, Account, Post

from .. import rules
from ..lifecycle import OPEN, State
from ..models import NamedPost, Room, StandardAnswer
from ..queries.desk import own_posts
from .change import locked
from .moving import handling, move, refuse_strangers


def be_contact(number: int, *, version: int | None = None, by: Actor, at: datetime) -> None:
    """Somebody of the staff unit takes it over: from now on their post is shown to whoever asked, not their name."""
    _refuse_others(by)
    with transaction.atomic():
        inquiry = locked(number)
        refuse_strangers(inquiry, by)
        if inquiry.state not in OPEN or (version is not None and inquiry.version != version):
            raise Overtaken(_("Somebody was faster: the inquiry is no longer where it was."))
        post = own_posts(by, on=timezone.localdate(at)).first()
        if post is None:
            raise Refused(_("You hold no post of the staff unit today."))
        handling(inquiry, contact=post)
        move(inquiry, State(inquiry.state), "intake.contact_taken", {"contact": [None, post.title]}, by=by, at=at)


def say_room(*, days: int, until: date, note: str = "", by: Actor, at: datetime) -> None:
    """Somebody says of themselves how many days a week they have room, until a day. The entry does not say how many."""
    _refuse_others(by)
    on = timezone.localdate(at)
    if until < on:
        raise Refused(_("This day has passed already."), field="until")
    account = Account.objects.filter(username=by.account).first()
    if account is None:
        raise Refused(_("Only the staff unit may do this."))
    with transaction.atomic():
        said = {"post": by.post, "days": days, "until": until, "note": note.strip()}
        Room.objects.update_or_create(account=account, defaults=said)
        record(Event("intake.room_said", HOUSE), by=by, at=at)


def take_back_room(*, by: Actor, at: datetime) -> None:
    """Somebody no longer says anything about their room."""
    with transaction.atomic():
        gone, _rows = Room.objects.filter(account__username=by.account).delete()
        if not gone:
            raise Refused(_("There is nothing of yours to take back."))
        record(Event("intake.room_taken_back", HOUSE), by=by, at=at)


def keep_answer(
    pk: int | None = None, *, title: str, text: str, version: int | None = None, by: Actor, at: datetime
) -> StandardAnswer:
    """A standard answer, new or in new words."""
    _refuse_others(by)
    for field, word in (("title", title), ("text", text)):
        if not word.strip():
            raise Refused(_("Please fill this in."), field=field)
    with remembered(Event("intake.standard_answer_kept", HOUSE), by=by, at=at) as facts:
        kept = _standard_answer(pk, version) if pk else StandardAnswer(version=0)
        facts["title"] = [kept.title or None, title.strip()]
        kept.title, kept.text, kept.version = title.strip(), text.strip(), kept.version + 1
        kept.save()
    return kept


def archive_answer(pk: int, *, version: int | None = None, by: Actor, at: datetime) -> None:
    """A standard answer is no longer offered; answers given with it stay."""
    _refuse_others(by)
    with remembered(Event("intake.standard_answer_archived", HOUSE), by=by, at=at) as facts:
        kept = _standard_answer(pk, version)
        kept.archived_on, kept.version = timezone.localdate(at), kept.version + 1
        kept.save()
        facts["title"] = [kept.title, None]


def name_post(*, task: str, place: int, post: Post | None, by: Actor, at: datetime) -> None:
    """The house names a post for a task, or nobody any more."""
    _refuse_others(by)
    if post and task == NamedPost.Task.CONFIDENTIAL and post.role != Post.Role.STAFF_UNIT:
        raise Refused(_("What is confidential is read by posts of the staff unit."), field="post")
    with remembered(Event("intake.post_named", HOUSE, {"task": [task, task]}), by=by, at=at) as facts:
        before = NamedPost.objects.select_related("post").filter(task=task, place=place).first()
        if post == (before and before.post):
            raise Refused(_("This is so already."), field="post")
        if before:
            before.delete()
        if post:
            NamedPost.objects.create(task=task, place=place, post=post)
        facts["post"] = [before.post.title if before else None, post.title if post else None]


def _standard_answer(pk: int, version: int | None) -> StandardAnswer:
    kept = StandardAnswer.objects.select_for_update().filter(pk=pk, archived_on=None).first()
    if kept is None or (version is not None and kept.version != version):
        raise Overtaken(_("Somebody else has changed this in the meantime. Your entry is still here, please check."))
    return kept


def _refuse_others(by: Actor) -> None:
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
