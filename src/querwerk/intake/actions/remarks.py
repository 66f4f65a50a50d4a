"""What whoever asked adds to an inquiry: words, and files."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.uploads import Upload, drop, keep

from .. import rules
from ..lifecycle import ENDED, MOST_FILES, MOST_REMARKS, Side, State
from ..models import Inquiry, InquiryFile
from .change import locked, unnamed


def reply(number: int, *, text: str, code: str = "", by: Actor, at: datetime) -> None:
    """Whoever asked answers a question of the staff unit, or adds what came to their mind."""
    if not text.strip():
        raise Refused(_("Please write a few words."), field="text")
    with transaction.atomic():
        inquiry = _open(number, code, by=by)
        if inquiry.state == State.DRAFT:
            raise Refused(_("Nobody has read this yet: please write it into the draft."), field="text")
        if inquiry.remarks.filter(side=Side.ASKER, text=text.strip(), said_on=timezone.localdate(at)).exists():
            return
        if inquiry.remarks.filter(side=Side.ASKER).count() >= MOST_REMARKS:
            raise Refused(_("So much has been said here already. Please ask anew."), field="text")
        inquiry.remarks.create(side=Side.ASKER.value, text=text.strip(), said_on=timezone.localdate(at))
        _tell(inquiry, "intake.remark_added", code, by=by, at=at)


def lay_file(number: int, *, file: Upload, code: str = "", by: Actor, at: datetime) -> None:
    """Lays a picture or a document with an inquiry or a draft; the same one twice lies there once."""
    with transaction.atomic():
        inquiry = _open(number, code, by=by)
        if inquiry.files.filter(digest=file.digest).exists():
            return
        if inquiry.files.count() >= MOST_FILES:
            raise Refused(_("At most %(most)s files lie with one inquiry.") % {"most": MOST_FILES}, field="file")
        keep(file)
        inquiry.files.create(digest=file.digest, kind=file.kind.value, size=len(file.content))
        _tell(inquiry, "intake.file_added", code, by=by, at=at)


def take_file_away(number: int, *, pk: int, code: str = "", by: Actor, at: datetime) -> None:
    """Takes a file away again; it goes from the disk too, unless another inquiry holds the same."""
    with transaction.atomic():
        inquiry = _open(number, code, by=by)
        row = inquiry.files.filter(pk=pk).first()
        if row is None:
            raise Refused(_("This file is gone already."))
        row.delete()
        if not InquiryFile.objects.filter(digest=row.digest).exists():
            transaction.on_commit(partial(drop, row.digest, row.kind))
        _tell(inquiry, "intake.file_removed", code, by=by, at=at)


def _open(number: int, code: str, *, by: Actor) -> Inquiry:
    """The inquiry of whoever asked, locked, as long as it has not ended."""
    inquiry = locked(number)
    if not rules.holds(by, code, inquiry):
        raise Refused(_("Only whoever asked may do this."))
    if State(inquiry.state) in ENDED:
        raise Refused(_("This has come to its end. If something is left, please ask anew."))
    return inquiry


def _tell(inquiry: Inquiry, event: str, code: str, *, by: Actor, at: datetime) -> None:
    """The entry of what was added; a draft is nobody's business yet."""
    if inquiry.state != State.DRAFT:
        facts = {"number": [inquiry.pk, inquiry.pk]}
        record(Event(event, inquiry.thread, facts=facts), by=unnamed(by, code), at=at)
