"""Who may see and change which project: the access table, applied to what is prioritised and what is not yet."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.structure.models import Account, Post, Theme, ThemeRole
from querwerk.structure.queries import valid_on

from .access import CANDIDATE, DRAFT, INTERNAL, PROJECT, STEERING, WRITING
from .lifecycle import DraftState, DraftStep, State, draft_after
from .models import Attachment, Contradiction, Draft, Note, Project, StateVersion

#: Not yet everybody's business: ideas and candidates, until they are prioritised.
_INTERNAL = (State.IDEA, State.CANDIDATE)
#: What may also become of a candidate nobody ever prioritised: then it stays the house's own business.
_EITHER = (State.PUT_OFF, State.REPLACED, State.STOPPED)


def visible_to(actor: Actor) -> QuerySet[Project]:
    """The projects an actor may see: what has been prioritised, and the candidates within reach."""
    return Project.objects.filter(seen_by(actor))


def seen_by(actor: Actor, through: str = "") -> Q:
    """The same as a condition; ``through`` is the path from another table to the project (``later__``)."""
    if sees_internal(actor):
        return Q()
    beyond = StateVersion.objects.filter(project=OuterRef("pk")).exclude(state__in=(*_INTERNAL, *_EITHER))
    declined = Project.objects.filter(~Exists(beyond), state__in=_EITHER, states__state__in=_INTERNAL)
    public = ~Q(**{f"{through}state__in": _INTERNAL}) & ~Q(**{f"{through}pk__in": declined.values("pk")})
    return public | CANDIDATE.where(actor, Verb.READ, through) if CANDIDATE.open_to(actor, Verb.READ) else public


def attachments_visible_to(actor: Actor) -> QuerySet[Attachment]:
    """The documents and pictures an actor may see: those of visible projects, internal ones as internal notes."""
    return Attachment.objects.filter(open_attachment(actor), project__in=visible_to(actor))


def open_attachment(actor: Actor) -> Q:
    """The attachments of a visible project that an actor may see."""
    if Scope.ALL in INTERNAL.scopes(actor, Verb.READ):
        return Q()
    return Q(internal=False) | INTERNAL.where(actor, Verb.READ, "project__")


def contradictions_visible_to(actor: Actor) -> QuerySet[Contradiction]:
    """The contradictions an actor may read: none that speaks of a project hidden from them."""
    return Contradiction.objects.filter(open_contradiction(actor))


def open_contradiction(actor: Actor) -> Q:
    """The same as a condition."""
    if sees_internal(actor):
        return Q()
    about = Contradiction.projects.through.objects.filter(contradiction=OuterRef("pk"))
    return ~Q(Exists(about.exclude(project__in=visible_to(actor))))


def sees_internal(actor: Actor) -> bool:
    """Whether an actor sees all ideas and candidates too."""
    return Scope.ALL in CANDIDATE.scopes(actor, Verb.READ)


def internal_within_reach(actor: Actor) -> frozenset[int]:
    """The projects an actor may see even as candidates, for an actor who does not see all of them."""
    if sees_internal(actor) or not CANDIDATE.open_to(actor, Verb.READ):
        return frozenset()
    return frozenset(CANDIDATE.objects(actor).values_list("pk", flat=True))


def may_propose(actor: Actor, theme: Theme) -> bool:
    """Whether an actor may propose a candidate for a theme."""
    scopes = CANDIDATE.scopes(actor, Verb.CREATE)
    return Scope.ALL in scopes or (Scope.THEME in scopes and theme.thread in actor.reach_of("theme_officer"))


def may_edit(actor: Actor, project: int, *, thread: UUID | None = None) -> bool:
    """Whether an actor may change the sheet of a project."""
    return PROJECT.admits(actor, Verb.EDIT, project, near={Scope.TEAM: thread} if thread else None)


def may_steer(actor: Actor) -> bool:
    """Whether an actor records what was decided about projects: priority, names, responsibility, the end."""
    return STEERING.open_to(actor, Verb.EDIT)


def is_public(state: str) -> bool:
    """Whether a project that anybody may see by now was everybody's business while it was in this state."""
    return state not in _INTERNAL


# -- texts on their way

#: Posts that read a draft only when they are invited.
INVITABLE = (Post.Role.OFFICE_HEAD, Post.Role.DEPUTY_MAYOR)


def may_write(actor: Actor, project: Project) -> bool:
    """Whether an actor may begin a text of a project's sheet."""
    scopes = WRITING.scopes(actor, Verb.CREATE)
    return Scope.ALL in scopes or (Scope.TEAM in scopes and project.thread in actor.reach_of("project_lead"))


def drafts_for(actor: Actor) -> QuerySet[Draft]:
    """The drafts an actor may read."""
    return DRAFT.objects(actor)


def officers(theme: Any, *, on: date) -> QuerySet[Account]:
    """The accounts of those who are officers of a theme on a day."""
    roles = "person__assignments__post__theme_roles__"
    return Account.objects.filter(is_active=True).filter(
        valid_on(on, "person__assignments__"),
        valid_on(on, roles),
        **{f"{roles}theme": theme, f"{roles}role": ThemeRole.Role.OFFICER},
    )


def staff(*, on: date) -> QuerySet[Account]:
    """The accounts of those who work in the staff unit on a day."""
    return holders(Post.objects.filter(role=Post.Role.STAFF_UNIT), on=on)


def holders(posts: Any, *, on: date) -> QuerySet[Account]:
    """The accounts of those who hold one of these posts on a day."""
    held = valid_on(on, "person__assignments__") & Q(person__assignments__post__in=posts)
    return Account.objects.filter(held, is_active=True).distinct()


def with_officer(on: date) -> Exists:
    """Whether the theme of a draft has an officer on a day who did not write it."""
    others = officers(OuterRef("project__theme"), on=on)
    return Exists(others.exclude(username=OuterRef("author")).exclude(username=OuterRef("editor")))


def at_the_desk(draft: Draft, *, on: date) -> QuerySet[Account]:
    """The accounts a draft waits for: the other officers of its theme, else the others of the staff unit."""
    theirs = officers(draft.project.theme_id, on=on).exclude(username__in=draft.writers).distinct()
    if draft.state == DraftState.SUBMITTED and theirs.exists():
        return theirs
    if draft.state in (DraftState.SUBMITTED, DraftState.APPROVED):
        return staff(on=on).exclude(username__in=draft.writers).distinct()
    return Account.objects.none()


def to_approve(actor: Actor) -> QuerySet[Draft]:
    """The drafts that wait for an actor as officer of their theme; never what the actor wrote."""
    waiting = Draft.objects.filter(DRAFT.where(actor, Verb.APPROVE), state=DraftState.SUBMITTED)
    return _of_others(waiting, actor)


def to_release(actor: Actor, *, on: date) -> QuerySet[Draft]:
    """The drafts that wait for an actor in the staff unit: approved, or of a theme without another officer."""
    ready = Q(state__in=[DraftState.APPROVED, DraftState.SCHEDULED]) | (
        Q(state=DraftState.SUBMITTED) & ~with_officer(on)
    )
    return _of_others(Draft.objects.filter(ready, DRAFT.where(actor, Verb.PUBLISH)), actor)


def _of_others(drafts: QuerySet[Draft], actor: Actor) -> QuerySet[Draft]:
    return drafts.exclude(author=actor.account).exclude(editor=actor.account)


def may_step(actor: Actor, draft: Draft, step: DraftStep, *, on: date) -> bool:
    """Whether an actor may do this step with a draft as it stands."""
    return step in steps_open_to(actor, draft, on=on)


def steps_open_to(actor: Actor, draft: Draft, *, on: date) -> frozenset[DraftStep]:
    """What an actor may do with a draft as it stands; nobody checks what they wrote, and two write at most."""
    if not actor.account:
        return frozenset()
    full = bool(draft.editor) and actor.account not in draft.writers
    writing = not full and DRAFT.admits(actor, Verb.EDIT, draft.pk)
    leading = may_write(actor, draft.project)
    approving = to_approve(actor).filter(pk=draft.pk).exists()
    releasing = to_release(actor, on=on).filter(pk=draft.pk).exists()
    allowed = {
        DraftStep.WRITE: writing,
        DraftStep.SUBMIT: leading,
        DraftStep.WITHDRAW: leading,
        DraftStep.APPROVE: approving,
        DraftStep.RELEASE: releasing,
        DraftStep.SCHEDULE: releasing,
        DraftStep.RETURN: approving or releasing,
    }
    state = DraftState(draft.state)
    return frozenset(step for step, right in allowed.items() if right and draft_after(state, step) is not None)


def may_invite(actor: Actor, draft: Draft) -> bool:
    """Whether an actor may invite heads of offices and deputy mayors to read a draft."""
    return draft.state not in (DraftState.RELEASED, DraftState.WITHDRAWN) and may_write(actor, draft.project)


# -- internal notes


def notes_for(actor: Actor) -> QuerySet[Note]:
    """The internal notes an actor may read."""
    return Note.objects.filter(INTERNAL.where(actor, Verb.READ, "project__"))
