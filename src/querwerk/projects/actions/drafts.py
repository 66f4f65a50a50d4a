"""Texts on their way: written by the lead, checked by the theme officer, released by the staff unit, four eyes each.

Until its release a text stands in no journal entry: what nobody releases leaves nothing behind but its steps.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.structure.models import Post

from ..access import DRAFT
from ..lifecycle import DRAFT_STEPS, OPEN_DRAFTS, DraftState, DraftStep, draft_after
from ..mails import tell_readers, tell_the_desk, tell_writers, waiting
from ..models import Draft, Project
from ..queries.drafts import current, shown_text
from ..rules import INVITABLE, drafts_for, may_invite, may_step, may_write
from .change import Change, remember
from .names_and_texts import put_text, refuse_old

#: How far ahead a text may be released.
FURTHEST = timedelta(days=366)
_HOUSE = Actor(post="Querwerk", roles=frozenset({"system"}))
_CHECKED = (DraftState.APPROVED, DraftState.SCHEDULED, DraftState.RELEASED)


def write(slug: str, *, field: str, text: str, base: int, version: int, by: Actor, at: datetime) -> Draft:
    """Begins a text of the sheet, or goes on with the one that is on its way.

    ``version`` is that of the draft somebody saw (0: there was none), ``base`` the key of the text
    on the sheet (0: none).
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().filter(slug=slug).first()
        if project is None:
            raise Refused(_("There is no project at this address."))
        draft = project.drafts.filter(field=field, state__in=OPEN_DRAFTS).first()
        if draft is not None and draft.text == text and draft.version in (version, version + 1):
            return _found(draft.thread, by)
        draft = draft or Draft(project=project, field=field, author=by.account, author_post=by.post, version=0)
        fresh, before = draft.pk is None, draft.state
        allowed = may_write(by, project) if fresh else may_step(by, draft, DraftStep.WRITE, on=timezone.localdate(at))
        if not (allowed and by.account):
            raise Refused(_no_right(draft, DraftStep.WRITE, by))
        _refuse_overtaken(draft, version, base)
        refuse_old(project, field, text)
        told = waiting(draft, on=timezone.localdate(at))
        draft.text, draft.base = text, current(draft)
        if by.account != draft.author:
            draft.editor, draft.editor_post = by.account, by.post
        _move(draft, DraftStep.WRITE, at)
        _remember(draft, "draft_written", None if fresh else before, told, by=by, at=at)
    return draft


def submit(thread: UUID, *, version: int, by: Actor, at: datetime) -> Draft:
    """Hands a text on: to the theme officer, or to the staff unit where the theme has no other officer."""
    return _step(thread, DraftStep.SUBMIT, "draft_submitted", version=version, by=by, at=at)


def hand_in(project: Project, *, field: str, text: str, by: Actor, at: datetime) -> Draft:
    """Writes a text over what stands on the sheet now and hands it on at once; refuses where one is on its way."""
    with transaction.atomic():
        known = project.drafts.filter(field=field, state__in=OPEN_DRAFTS).first()
        if known is not None and known.text != text:
            raise Refused(_("A draft of this text is on its way already. Please go on with that one."), field="text")
        now = shown_text(project.pk, field)
        version = known.version if known else 0
        draft = write(project.slug, field=field, text=text, base=now.pk if now else 0, version=version, by=by, at=at)
        if draft_after(DraftState(draft.state), DraftStep.SUBMIT) is None:
            return draft  # it lies on a desk already
        return submit(draft.thread, version=draft.version, by=by, at=at)


def approve(thread: UUID, *, base: int, version: int, by: Actor, at: datetime) -> Draft:
    """The theme officer agrees with every word; now the staff unit decides."""

    def agree(draft: Draft) -> None:
        _refuse_overtaken(draft, version, base)
        draft.base = current(draft)
        draft.approver, draft.approver_post, draft.approved_at = by.account, by.post, at

    return _step(thread, DraftStep.APPROVE, "draft_approved", agree, version=version, by=by, at=at)


def send_back(thread: UUID, *, comment: str, version: int, by: Actor, at: datetime) -> Draft:
    """Back to whoever wrote it, with a word on what is to be changed."""

    def explain(draft: Draft) -> None:
        if not comment.strip():
            raise Refused(_("Please say what is to be changed."), field="comment")
        draft.comment = comment

    return _step(thread, DraftStep.RETURN, "draft_returned", explain, version=version, by=by, at=at, comment=comment)


def withdraw_draft(thread: UUID, *, version: int, by: Actor, at: datetime) -> Draft:
    """Whoever leads the project no longer wants the text to appear."""
    return _step(thread, DraftStep.WITHDRAW, "draft_withdrawn", version=version, by=by, at=at)


def release(thread: UUID, *, base: int, version: int, publish_on: date | None = None, by: Actor, at: datetime) -> Draft:
    """The staff unit lets a text appear on the public sheet: now, or when a later day begins."""
    today = timezone.localdate(at)
    day = publish_on or today
    if not today <= day <= today + FURTHEST:
        raise Refused(_("The day must lie between today and a year from now."), field="publish_on")

    def decide(draft: Draft) -> None:
        _refuse_overtaken(draft, version, base)
        draft.base, draft.publish_on = current(draft), day
        draft.releaser, draft.releaser_post, draft.released_at = by.account, by.post, at

    if day > today:
        return _step(
            thread, DraftStep.SCHEDULE, "text_scheduled", decide, version=version, by=by, at=at, publish_on=day
        )
    return _step(thread, DraftStep.RELEASE, "text_released", decide, version=version, by=by, at=at)


def publish_due(at: datetime, *, by: Actor = _HOUSE) -> int:
    """Lets appear what was released for today or earlier, and says how many; done by the house itself, day by day.

    A text whose place on the sheet has changed since goes back to the desk: nobody has compared the two.
    """
    if not DRAFT.open_to(by, Verb.PUBLISH):
        raise Refused(_("Your post may not release texts."))
    due = Draft.objects.filter(state=DraftState.SCHEDULED, publish_on__lte=timezone.localdate(at))
    return sum(_publish(thread, by, at) for thread in due.order_by("publish_on", "pk").values_list("thread", flat=True))


def _publish(thread: UUID, by: Actor, at: datetime) -> bool:
    with transaction.atomic():
        draft = _locked(thread)
        if draft is None or draft.state != DraftState.SCHEDULED:
            return False
        moved_on = draft.base != current(draft)
        _move(draft, DraftStep.HOLD if moved_on else DraftStep.RELEASE, at)
        _remember(draft, "draft_held" if moved_on else "text_released", DraftState.SCHEDULED, set(), by=by, at=at)
    return not moved_on


def invite(thread: UUID, *, post: Post, by: Actor, at: datetime) -> Draft:
    """A head of office or a deputy mayor may read along."""
    with transaction.atomic():
        draft = _found(thread, by)
        if not may_invite(by, draft):
            raise Refused(_("Your post may not invite others to read this text."))
        if post.role not in INVITABLE:
            raise Refused(_("Only heads of offices and deputy mayors can be invited."), field="post")
        if not draft.invited.filter(pk=post.pk).exists():
            draft.invited.add(post)
            facts = {"text_field": [None, draft.field], "invited": [None, post.title]}
            record(Event("projects.draft_reader_invited", draft.thread, facts=facts), by=by, at=at)
            tell_readers(draft, post, on=timezone.localdate(at), at=at)
    return draft


def _step(
    thread: UUID,
    step: DraftStep,
    event: str,
    change: Callable[[Draft], None] = lambda draft: None,
    *,
    version: int,
    by: Actor,
    at: datetime,
    **same: Any,
) -> Draft:
    """One step with a draft. The same step twice, with ``same`` words (a double click), has one effect and no error."""
    with transaction.atomic():
        draft = _found(thread, by)
        done = {"state": DRAFT_STEPS[step][1], "version": version + 1, **same}
        if all(getattr(draft, name) == value for name, value in done.items()):
            return draft
        if draft.version != version:
            raise Overtaken(_("Somebody else was faster with this text. Please look at it again."))
        if not may_step(by, draft, step, on=timezone.localdate(at)):
            raise Refused(_no_right(draft, step, by))
        before, told = draft.state, waiting(draft, on=timezone.localdate(at))
        change(draft)
        _move(draft, step, at)
        _remember(draft, event, before, told, by=by, at=at)
    return draft


def _found(thread: UUID, by: Actor) -> Draft:
    """The draft, as far as its reader knows of it."""
    draft = _locked(thread)
    if draft is None or not drafts_for(by).filter(pk=draft.pk).exists():
        raise Refused(_("There is no text at this address."))
    return draft


def _locked(thread: UUID) -> Draft | None:
    """A draft, with its project held fast: two steps of one project never mix."""
    owner = Draft.objects.filter(thread=thread).values("project")
    project = Project.objects.select_for_update().filter(pk__in=owner).first()
    return Draft.objects.filter(thread=thread).select_related("project", "base").first() if project else None


def _refuse_overtaken(draft: Draft, version: int, base: int) -> None:
    """Refuses who has not seen the words as they stand, of the draft and of the sheet."""
    if draft.version != version:
        raise Overtaken(_("Somebody else was faster with this text. Please look at it again."))
    now = current(draft)
    if (now.pk if now else 0) != base:
        raise Overtaken(_("In the meantime another version of this text has appeared on the sheet. Please compare."))


def _no_right(draft: Draft, step: DraftStep, by: Actor) -> str:
    """Why not, in a sentence."""
    if step is DraftStep.WRITE and draft.editor and by.account not in draft.writers:
        return _("Two people have written in this text already. Please send it back with a comment.")
    if step in (DraftStep.APPROVE, DraftStep.RELEASE, DraftStep.SCHEDULE) and by.account in draft.writers:
        return _("You wrote in this text yourself: somebody else checks and releases it.")
    return _("Your post does not hold the right to do this with the text as it stands.")


def _move(draft: Draft, step: DraftStep, at: datetime) -> None:
    """The step itself. Words that changed were approved and released by nobody."""
    after = draft_after(DraftState(draft.state), step)
    assert after is not None
    if after not in _CHECKED:
        draft.approver = draft.approver_post = draft.releaser = draft.releaser_post = ""
        draft.approved_at = draft.released_at = draft.publish_on = None
    if step is DraftStep.SUBMIT:
        draft.comment = ""
    draft.state, draft.changed_at, draft.version = after.value, at, draft.version + 1
    draft.save()


def _remember(draft: Draft, event: str, before: str | None, told: set[int], *, by: Actor, at: datetime) -> None:
    """One entry a step: on the thread of the draft, which no public page shows, until the text itself appears.

    A mail goes to those for whom the text waits only now; who was ``told`` before is not told again.
    """
    if draft.state == DraftState.RELEASED:
        change = Change(draft.project, timezone.localdate(at))
        put_text(change, draft.field, draft.text)
        posts = {"written_by": draft.author_post, "edited_by": draft.editor_post, "approved_by": draft.approver_post}
        for name, post in (posts | {"released_by": draft.releaser_post}).items():
            change.tell(name, None, post or None)
        remember(change, event, by=by, at=at)
        tell_writers(draft, at=at)
        return
    facts = {"text_field": [None, draft.field], "step": [before, draft.state]}
    record(Event(f"projects.{event}", draft.thread, facts=facts), by=by, at=at)
    if draft.state == DraftState.RETURNED:
        tell_writers(draft, at=at)
    else:
        tell_the_desk(draft, but=told, on=timezone.localdate(at), at=at)
