"""Documents and pictures that lie with a project."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.uploads import Upload, drop, keep

from ..models import Attachment
from .change import changed_project, need, own


def attach(
    slug: str,
    *,
    file: Upload,
    title: str,
    description: str = "",
    internal: bool = False,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Lays a document or a picture with a project. Of an internal one the open memory says only that it came."""
    event = "internal_attachment_added" if internal else "attachment_added"
    with changed_project(slug, event, version=version, by=by, at=at) as change:
        if file.is_picture and not description:
            raise Refused(_("Please say in words what the picture shows: not everybody sees it."), field="description")
        if change.project.attachments.filter(digest=file.digest).exists():
            raise Refused(_("This file lies with the project already."), field="file")
        keep(file)
        Attachment.objects.create(
            project=change.project,
            title=title,
            description=description,
            internal=internal,
            kind=file.kind.value,
            digest=file.digest,
            name=file.name,
            size=len(file.content),
            **change.stamp,
        )
        if not internal:
            change.tell("attachment", None, title)


def remove(slug: str, attachment: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """Takes a document or a picture away; the file goes too, unless another project holds the same."""
    internal = Attachment.objects.filter(pk=attachment, internal=True).exists()
    event = "internal_attachment_removed" if internal else "attachment_removed"
    told = "" if internal else reason
    with changed_project(slug, event, version=version, reason=told, by=by, at=at) as change:
        need(reason, _("Please say why it goes."))
        row = own(change.project.attachments.all(), attachment)
        row.delete()
        if not Attachment.objects.filter(digest=row.digest).exists():
            transaction.on_commit(partial(drop, row.digest, row.kind))
        if not internal:
            change.tell("attachment", row.title, None)
