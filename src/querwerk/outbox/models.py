"""The table of mails."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_address

from .lifecycle import KEPT, Reason, State

_MAIL = partial(
    Personal,
    basis=Basis.TASK,
    keep=Keep(days=KEPT.days, since="created_at", job="outbox.forget"),
    readers=("self",),
    erase=Erase.DELETE,
)


class Mail(models.Model):
    """One mail to one recipient: an account (its address is looked up when the mail is sent) or an address.

    ``message_id`` follows from kind, key and recipient, so the same mail cannot be written twice, and every copy that
    reaches somebody is recognised as the same. ``words`` are what the template needs, never the finished text.

    ``next_try_at`` is when a worker may take the mail; taking it moves this moment into the future, so a mail whose
    worker died comes up again by itself, and ``tries`` says which worker holds it.
    """

    message_id = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    address = models.EmailField(blank=True)
    words = models.JSONField(default=dict)
    about = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True, choices=[(reason, reason) for reason in Reason])
    reply = models.CharField(max_length=40, blank=True)

    personal_title = _("Mail")
    personal = {
        "to": _MAIL(
            title=_("Log-in"), purpose=_("Sending a mail to the person it is meant for, and showing it to them.")
        ),
        "address": _MAIL(
            title=_("Address"), purpose=_("Sending a mail to somebody without an account."), link=by_address
        ),
        "kind": _MAIL(title=_("Kind"), purpose=_("Writing the mail, and asking again whether it may be sent.")),
        "key": Impersonal("names the event that caused the mail, never a person"),
        "message_id": Impersonal("a keyed mark of the mail: tells nobody who the recipient was"),
        "words": _MAIL(
            title=_("Content"), purpose=_("Writing the mail, and showing the person what was sent to them.")
        ),
        "about": _MAIL(title=_("About"), purpose=_("Leads from the mail to the page it is about.")),
        "created_at": _MAIL(title=_("Written on"), purpose=_("Mails go out in order and are forgotten in time.")),
        "due_at": _MAIL(title=_("Due on"), purpose=_("Reminders go out on their day.")),
        "sent_at": _MAIL(title=_("Sent on"), purpose=_("A mail goes out once.")),
        "given_up_at": _MAIL(title=_("Given up on"), purpose=_("The person sees what did not reach them.")),
        "reason": _MAIL(title=_("Reason"), purpose=_("The person sees why something did not reach them.")),
        "reply": Impersonal("the code of the mail server's answer, without its words"),
        "tries": Impersonal("a counter of the worker"),
        "next_try_at": Impersonal("a note of the worker"),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to=None) | Q(address=""), name="mail_one_recipient"),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False, sent_at=None, given_up_at=None, reason="")
                | Q(next_try_at=None, sent_at__isnull=False, given_up_at=None, reason="")
                | (Q(next_try_at=None, sent_at=None, given_up_at__isnull=False) & ~Q(reason="")),
                name="mail_in_one_state",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="mail_waiting", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["created_at"], name="mail_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def state(self) -> State:
        if self.sent_at:
            return State.SENT
        return State.GIVEN_UP if self.given_up_at else State.QUEUED
