"""Tables of the house itself: when periodic work is due, and which forms have been answered."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal

#: A form that is sent twice, or again after a lost answer, takes effect once.
_SENT = partial(
    Personal,
    basis=Basis.TASK,
    keep=Keep(days=1, since="at", job="submissions.forget"),
    readers=("self",),
    erase=Erase.DELETE,
)


class JobRun(models.Model):
    """When a periodic job is due. A worker that takes it moves ``due_at`` into the future; if it dies over the job,
    the job comes up again. ``failure`` is the kind of the last error, empty when all is well."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.name} due {self.due_at}"


class Submission(models.Model):
    """A form that was answered: an identical one (same rendering, same address, same words) gets the same answer.

    ``key`` is a hash, the words themselves are not kept. ``answer`` is locked with the number of the form, which is
    stored nowhere: only the same form opens it again.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    answer = models.TextField(blank=True)

    personal_title = _("Form that was sent")
    personal = {
        "account": _SENT(title=_("Log-in"), purpose=_("Only the same person gets the same answer again.")),
        "key": Impersonal("a hash of the form, from which nothing can be read back"),
        "at": _SENT(title=_("Sent on"), purpose=_("What was sent a day ago is forgotten.")),
        "answer": _SENT(
            title=_("Answer"),
            purpose=_("Whoever sends a form twice gets the same answer."),
            export=False,
            why_kept=_("It is locked with the number of the form, which is stored nowhere; only the form opens it."),
        ),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="submission_once")]

    def __str__(self) -> str:
        return f"submission {self.pk}"


_FOLLOWS = partial(
    Personal,
    basis=Basis.CONSENT,
    keep=Keep(),
    readers=("self",),
    erase=Erase.DELETE,
)


class Follow(models.Model):
    """Somebody wants to be told when the state of an entry moves; until they end it themselves.

    ``since`` is the newest entry of the journal they have been told of.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    slug = models.SlugField(max_length=160)
    since = models.BigIntegerField()

    personal_title = _("Entry that somebody follows")
    personal = {
        "account": _FOLLOWS(title=_("Log-in"), purpose=_("Who is told when its state moves.")),
        "thread": _FOLLOWS(title=_("What is followed"), purpose=_("Says of what somebody wants to be told.")),
        "kind": Impersonal("whether it is an inquiry, a project or a trail"),
        "slug": Impersonal("the address of the entry"),
        "since": Impersonal("a number of the journal"),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "thread"], name="follow_once")]

    def __str__(self) -> str:
        return f"follows {self.thread}"
