"""Texts on their way to the sheet, and notes that never go there."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import NAMELESS, Basis, Erase, Impersonal, Keep, Personal, by_key
from querwerk.structure.models import Post

from ..lifecycle import OPEN_DRAFTS, DraftState
from .project import Project, SheetText

_STATES = [(state.value, state.value) for state in DraftState]
_OPEN = sorted(state.value for state in OPEN_DRAFTS)
_DECIDED = [DraftState.RELEASED.value, DraftState.SCHEDULED.value]
_CHECKED = [DraftState.APPROVED.value, *_DECIDED]


#: Who wrote and who checked can be asked for two years, as long as somebody may doubt a text.
_KEPT_DAYS = 2 * 365


def _other_eyes(who: str) -> Q:
    """Nobody checks what they wrote; several who were erased are not the same person."""
    nobody = Q(**{who: ""}) | Q(**{who: NAMELESS})
    return nobody | (~Q(**{who: F("author")}) & ~Q(**{who: F("editor")}))


def _who(since: str, title: Any, purpose: Any) -> Personal:
    """The account behind a post: asked about by the rule of four eyes alone."""
    return Personal(
        title=title,
        purpose=purpose,
        basis=Basis.EMPLOYMENT,
        keep=Keep(days=_KEPT_DAYS, since=since),
        readers=("self",),
        erase=Erase.NAMELESS,
        link=by_key,
    )


def _of_the_sheet(*fields: str) -> dict[str, Impersonal]:
    """What is about a project, whoever wrote it."""
    return dict.fromkeys(fields, Impersonal("about a project and its posts; says nothing about whoever wrote it"))


class Draft(models.Model):
    """One text of a sheet on its way: written, checked by the theme officer, released by the staff unit.

    ``author`` began it, ``editor`` is the one other person who wrote in it; neither of them checks it. The account
    names are asked about by that rule alone, pages show the posts. ``base`` is the text of the sheet that whoever wrote
    or checked last compared it with.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafts")
    field = models.CharField(max_length=20, choices=SheetText.Field.choices)
    text = models.TextField(blank=True)
    base = models.ForeignKey(SheetText, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=_STATES, default=DraftState.WRITTEN.value)
    comment = models.TextField(blank=True)
    author = models.CharField(max_length=150)
    author_post = models.CharField(max_length=200)
    editor = models.CharField(max_length=150, blank=True)
    editor_post = models.CharField(max_length=200, blank=True)
    approver = models.CharField(max_length=150, blank=True)
    approver_post = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    releaser = models.CharField(max_length=150, blank=True)
    releaser_post = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    publish_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    invited = models.ManyToManyField(Post, related_name="+", blank=True)

    personal_title = _("Draft of a text")
    personal = {
        "author": _who("changed_at", _("Written by"), _("Nobody checks the text they wrote.")),
        "editor": _who("changed_at", _("Changed by"), _("Nobody checks the text they changed.")),
        "approver": _who("changed_at", _("Checked by"), _("Whoever checked the text did not write it.")),
        "releaser": _who("changed_at", _("Released by"), _("Whoever released the text did not write it.")),
        **_of_the_sheet(
            "thread", "project", "field", "text", "base", "state", "comment", "author_post", "editor_post",
            "approver_post", "approved_at", "releaser_post", "released_at", "publish_on", "version", "invited",
        ),
        "changed_at": Impersonal("when a text was changed, as which post", title=_("Last change")),
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "field"], condition=Q(state__in=_OPEN), name="draft_one_open"),
            models.CheckConstraint(condition=_other_eyes("approver"), name="draft_approved_by_other_eyes"),
            models.CheckConstraint(condition=_other_eyes("releaser"), name="draft_released_by_other_eyes"),
            models.CheckConstraint(
                condition=Q(approver_post="", approved_at=None) & ~Q(state=DraftState.APPROVED.value)
                | ~Q(approver_post="") & Q(approved_at__isnull=False, state__in=_CHECKED),
                name="draft_approved_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(releaser_post="", released_at=None) & ~Q(state__in=_DECIDED)
                | ~Q(releaser_post="") & Q(released_at__isnull=False, state__in=_DECIDED),
                name="draft_released_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.SCHEDULED.value) | Q(publish_on__isnull=False),
                name="draft_scheduled_for_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.RETURNED.value) | ~Q(comment=""), name="draft_returned_with_a_comment"
            ),
            models.CheckConstraint(
                condition=~Q(editor=F("author")) | Q(editor=NAMELESS), name="draft_editor_is_another"
            ),
        ]
        indexes = [models.Index(fields=["state", "publish_on"], name="draft_state_day")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def writers(self) -> frozenset[str]:
        """The accounts whose words it holds."""
        return frozenset({self.author, self.editor} - {""})


class Note(models.Model):
    """An internal note about a project: never on the public sheet, in a search, an export or a report.

    Its thread is its own: on that of the project everybody reads the entries of the journal.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    author = models.CharField(max_length=150)
    post = models.CharField(max_length=200)
    at = models.DateTimeField()

    personal_title = _("Internal note")
    personal = {
        "author": _who("at", _("Written by"), _("Only whoever wrote a note may take it back.")),
        **_of_the_sheet("thread", "project", "text", "post"),
        "at": Impersonal("when a note was written, as which post", title=_("Time of the note")),
    }

    class Meta:
        indexes = [models.Index(fields=["project", "at"], name="note_project_at")]

    def __str__(self) -> str:
        return self.text[:60]
