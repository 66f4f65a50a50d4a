"""Internal notes: written and taken back by those who lead a project, read inside the house alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Refused, record

from ..access import INTERNAL
from ..models import Note, Project
from ..rules import notes_for


def write_note(slug: str, *, text: str, by: Actor, at: datetime) -> Note:
    """Notes something that is nobody's business outside. The journal knows that, never what."""
    with transaction.atomic():
        project = Project.objects.select_for_update().filter(slug=slug).first()
        if project is None or not by.account or not INTERNAL.admits(by, Verb.CREATE, project.pk):
            raise Refused(_("Your post may not write notes about this project."))
        newest = project.notes.order_by("-at", "-pk").first()
        if newest is not None and (newest.text, newest.author) == (text, by.account):
            return newest  # sent twice
        note = Note.objects.create(project=project, text=text, author=by.account, post=by.post, at=at)
        record(Event("projects.note_written", note.thread), by=by, at=at)
    return note


def withdraw_note(pk: int, *, by: Actor, at: datetime) -> None:
    """Takes a note back; only whoever wrote it does."""
    with transaction.atomic():
        note = notes_for(by).filter(pk=pk).first()
        if note is None:
            raise Refused(_("This note no longer exists."))
        if note.author != by.account:
            raise Refused(_("Only whoever wrote a note may take it back."))
        note.delete()
        record(Event("projects.note_withdrawn", note.thread), by=by, at=at)
