"""Who may see and change which project: the access table, applied to what is prioritised and what is not yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.structure.models import Theme

from .access import CANDIDATE, INTERNAL, PROJECT
from .lifecycle import State
from .models import Attachment, Contradiction, Project, StateVersion

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


def may_edit(actor: Actor, project: int) -> bool:
    """Whether an actor may change the sheet of a project."""
    return PROJECT.admits(actor, Verb.EDIT, project)


def is_public(state: str) -> bool:
    """Whether a project that anybody may see by now was everybody's business while it was in this state."""
    return state not in _INTERNAL
