"""Texts on their way: what waits for whom, where each one is, and one of them with what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.journal.queries import HistoryLine, history
from querwerk.structure.models import Post

from ..access import DRAFT, WRITING
from ..lifecycle import OPEN_DRAFTS, DraftState, DraftStep
from ..models import GROWING, Draft, Project, SheetText
from ..rules import INVITABLE, drafts_for, steps_open_to, to_approve, to_release, with_officer

#: Of those that have come to an end the newest are listed.
_ENDED = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A draft in a list: of which project, which text, where it is and since when; ``todo`` says what it waits for."""

    thread: str
    slug: str
    project: str
    theme: str
    field: str
    state: str
    since: datetime
    publish_on: date | None
    author_post: str
    officer: bool
    todo: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """What waits for a reader, what is on its way elsewhere, and what has come to an end."""

    waiting: list[Line]
    under_way: list[Line]
    ended: list[Line]
    themes: list[str]


def worklist(actor: Actor, *, on: date, state: str = "", theme: str = "") -> Worklist:
    """All drafts an actor may list; of other people's drafts that are only being written nobody makes a list."""
    rows = DRAFT.objects(actor, Verb.LIST).filter(_known(actor))
    themes = sorted(set(rows.values_list("project__theme__name", flat=True)))
    if state:
        rows = rows.filter(state=state)
    if theme:
        rows = rows.filter(project__theme__name=theme)
    todo = _todo(actor, on)
    lines = [_line(row, todo) for row in _rows(rows.filter(state__in=OPEN_DRAFTS), on)]
    ended = [_line(row, {}) for row in _rows(rows.exclude(state__in=OPEN_DRAFTS), on)[:_ENDED]]
    return Worklist([line for line in lines if line.todo], [line for line in lines if not line.todo], ended, themes)


def _known(actor: Actor) -> Q:
    """What an actor wrote, leads or takes part in; and whatever has been handed on."""
    own = Q(author=actor.account) | Q(editor=actor.account)
    led = Q(project__in=WRITING.objects(actor, Verb.CREATE)) if actor.reach_of("project_lead") else Q(pk__in=[])
    return own | led | ~Q(state=DraftState.WRITTEN)


def _todo(actor: Actor, on: date) -> Mapping[int, str]:
    """What an actor is asked to do with which draft."""
    found = dict.fromkeys(to_approve(actor).values_list("pk", flat=True), "check")
    ready = to_release(actor, on=on).exclude(state=DraftState.SCHEDULED)
    found |= dict.fromkeys(ready.values_list("pk", flat=True), "release")
    mine = Draft.objects.filter(Q(author=actor.account) | Q(editor=actor.account), state=DraftState.RETURNED)
    return found | dict.fromkeys(mine.filter(DRAFT.where(actor, Verb.EDIT)).values_list("pk", flat=True), "rewrite")


def _rows(drafts: QuerySet[Draft], on: date) -> QuerySet[Any, Any]:
    return (
        drafts.annotate(officer=with_officer(on))
        .order_by("-changed_at", "-pk")
        .values_list(
            "pk", "thread", "project__slug", "project__name", "project__theme__name", "field", "state", "changed_at",
            "publish_on", "author_post", "officer",
        )
    )  # fmt: skip


def _line(row: tuple[Any, ...], todo: Mapping[int, str]) -> Line:
    pk, thread, *rest = row
    return Line(*(str(thread), *rest, todo.get(pk, "")))


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft with the text it would replace.

    ``now`` is the text on the sheet today (None where entries stand side by side, or where there is none), ``base`` the
    one that was compared with last; ``moved_on`` says that they differ. ``officer`` says whether the theme has an
    officer to check it; ``steps`` are what the reader may do, ``former`` the text that a released draft replaced.
    """

    draft: Draft
    now: SheetText | None
    officer: bool
    steps: frozenset[DraftStep]
    invited: list[str]
    may_invite: bool
    own: bool
    history: list[HistoryLine]

    @property
    def before(self) -> str:
        """What the draft is compared with: what stands there, or stood there when it was released."""
        shown = self.draft.base if self.draft.state not in OPEN_DRAFTS else self.now
        return shown.text if shown else ""

    @property
    def seen(self) -> int:
        """The key of the text that is shown beside the draft."""
        return self.now.pk if self.now else 0

    @property
    def moved_on(self) -> bool:
        return self.draft.state in OPEN_DRAFTS and self.draft.base != self.now


def draft_page(thread: Any, actor: Actor, *, on: date) -> DraftPage | None:
    """One draft an actor may read."""
    found = drafts_for(actor).annotate(officer=with_officer(on)).select_related("project__theme", "base")
    draft = found.filter(thread=thread).first()
    if draft is None:
        return None
    steps = steps_open_to(actor, draft, on=on)
    return DraftPage(
        draft=draft,
        now=current(draft),
        officer=draft.officer,
        steps=steps,
        invited=list(draft.invited.order_by("title").values_list("title", flat=True)),
        may_invite=DraftStep.WITHDRAW in steps,  # the same people, as long as the text is on its way
        own=actor.account in draft.writers,
        history=history(draft.thread, of="projects"),
    )


def current(draft: Draft) -> SheetText | None:
    """The text on the sheet that a draft would replace; none where entries stand beside one another."""
    return shown_text(draft.project_id, draft.field)


def shown_text(project: int, field: str) -> SheetText | None:
    """The text that a new one of this field would replace."""
    return None if field in GROWING else newest_text(project, field)


def newest_text(project: int, field: str) -> SheetText | None:
    """The text of a sheet that counts today."""
    return SheetText.objects.filter(project=project, field=field).order_by("stated_on", "pk").last()


def open_draft(project: Project, field: str) -> Draft | None:
    """The draft of a text that is on its way."""
    return project.drafts.filter(field=field, state__in=OPEN_DRAFTS).select_related("base").first()


def open_drafts(project: Project, actor: Actor) -> Mapping[str, Draft]:
    """The drafts of a project on their way that an actor may read, by text."""
    rows = drafts_for(actor).filter(project=project, state__in=OPEN_DRAFTS)
    return {draft.field: draft for draft in rows}


def invitable() -> QuerySet[Post]:
    """The posts that can be invited to read a draft."""
    return Post.objects.filter(role__in=INVITABLE).order_by("title")
