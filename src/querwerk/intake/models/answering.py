"""What the staff unit notes about an inquiry on its way to an answer."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Keep, Personal
from querwerk.structure.models import Account, Post, Unit

from ..lifecycle import FOLLOW_UP_DAYS, Helped, Shown
from .inquiry import Inquiry

_SHOWN = [(shown.value, shown.value) for shown in Shown]
_HELPED = [(helped.value, helped.value) for helped in Helped]


class Handling(models.Model):
    """How an inquiry is answered: the post that is its contact, what comes next and when, and what came of it.

    ``headline`` and ``result`` are the words of the staff unit for others; nothing of the inquiry is repeated there.
    """

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="handling")
    contact = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    headline = models.CharField(max_length=200, blank=True)
    result = models.TextField(blank=True)
    shown = models.CharField(max_length=8, choices=_SHOWN, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(next_step="") & Q(next_on__isnull=False) | Q(next_step="", next_on__isnull=True),
                name="handling_next_step_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(shown="") & ~Q(headline="") & ~Q(result="") & Q(shown_at__isnull=False)
                | Q(shown="", shown_at__isnull=True),
                name="handling_shows_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.next_step}"


class Referral(models.Model):
    """Whoever asked is asked whether a unit may read and answer their inquiry; ``wording`` is what they were shown.

    ``consented`` stays empty until they say. Only with their yes does the unit see anything, and answers.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="referrals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    wording = models.TextField()
    asked_at = models.DateTimeField()
    consented = models.BooleanField(null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consented__isnull=True, said_at__isnull=True)
                | Q(consented__isnull=False, said_at__isnull=False),
                name="referral_said_when",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False, consented__isnull=False, consented=True),
                name="referral_answered_with_consent",
            ),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(consented__isnull=True), name="referral_asked_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} -> {self.unit_id}"


class FollowUp(models.Model):
    """Whoever asked is asked again, some weeks after something took place: two short questions."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="follow_ups")
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    helped = models.CharField(max_length=10, choices=_HELPED, blank=True)
    said = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "days"], name="followup_once"),
            models.CheckConstraint(condition=Q(days__in=FOLLOW_UP_DAYS), name="followup_days"),
            models.CheckConstraint(
                condition=Q(helped="", answered_at__isnull=True)
                | ~Q(helped="") & Q(answered_at__isnull=False, asked_at__isnull=False),
                name="followup_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} +{self.days}"


class StandardAnswer(models.Model):
    """A text that is needed again and again. ``{title}``, ``{number}`` and ``{alias}`` stand for the inquiry's."""

    title = models.CharField(max_length=120)
    text = models.TextField()
    archived_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title"], condition=Q(archived_on__isnull=True), name="standardanswer_title_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class NamedPost(models.Model):
    """A post the house names for something: two that read what is confidential, one that hears of what is overdue.

    Without both of the first, nothing confidential is taken; without the other, nobody else is told.
    """

    class Task(models.TextChoices):
        CONFIDENTIAL = "confidential"
        OVERDUE = "overdue"

    task = models.CharField(max_length=12, choices=Task.choices)
    place = models.PositiveSmallIntegerField(default=1)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "place"], name="namedpost_place_once"),
            models.UniqueConstraint(fields=["task", "post"], name="namedpost_post_once"),
            models.CheckConstraint(
                condition=Q(task="confidential", place__in=[1, 2]) | Q(task="overdue", place=1),
                name="namedpost_places",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.place}"


_ROOM = partial(
    Personal,
    basis=Basis.CONSENT,
    keep=Keep(days=0, since="until"),
    readers=("self", "staff_unit"),
    erase=Erase.DELETE,
    purpose=_("Somebody of the staff unit says of their own accord that they have room, until a day they choose."),
)


class Room(models.Model):
    """What somebody of the staff unit says of themselves: free days a week, until a day. Nothing is computed."""

    personal_title = _("Room for inquiries")
    personal = {
        "account": _ROOM(title=_("Who says it")),
        "post": _ROOM(title=_("Post")),
        "days": _ROOM(title=_("Free days a week")),
        "until": _ROOM(title=_("Until")),
        "note": _ROOM(title=_("Note")),
    }

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    post = models.CharField(max_length=200)
    days = models.PositiveSmallIntegerField()
    until = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__lte=5), name="room_days_of_a_week")]

    def __str__(self) -> str:
        return f"{self.days} {self.until}"
