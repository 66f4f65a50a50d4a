"""The expertise pool: skills, who offers which by their own consent, and who was asked whether they would join."""

from __future__ import annotations

import secrets
import uuid
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.access import STAFF
from querwerk.protection import SELF, Basis, Erase, Impersonal, Keep, Personal
from querwerk.sprints.models import Idea

from ..lifecycle import Reply, Shown
from .team import Team

#: The thread of the pool in the journal: entries about it name nobody.
THREAD = uuid.uuid5(uuid.NAMESPACE_DNS, "pool.querwerk.invalid")

_SHOWN = [(shown.value, shown.value) for shown in Shown]
_REPLIES = [(reply.value, reply.value) for reply in Reply]


#: Lots are drawn below this prime; the product of two is still a whole number to both databases.
LOTS = 2**31 - 1


def new_lot() -> int:
    """A number by chance that orders lists, another way each day, so that nobody is always first."""
    return 1 + secrets.randbelow(LOTS - 1)


class Term(models.Model):
    """A folded word that skills are called by, with its German stem: each once, for all of them are looked through."""

    text = models.CharField(max_length=80, unique=True)
    stem = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.text


class Skill(models.Model):
    """Something people can: a label of ESCO (with its address), or a free word of the house (without).

    ``terms`` are the words of its label and of its other names.
    """

    uri = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=200)
    names = models.JSONField(default=list)
    terms = models.ManyToManyField(Term, related_name="skills")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uri"], condition=~Q(uri=""), name="skill_one_address"),
            models.UniqueConstraint(fields=["label"], condition=Q(uri=""), name="skill_one_free_word"),
        ]

    def __str__(self) -> str:
        return self.label


_OFFERED = partial(Personal, basis=Basis.CONSENT, keep=Keep(), readers=(SELF, "staff_unit"), erase=Erase.DELETE)
#: What whoever works in the administration may read, if the person has said so (:mod:`querwerk.teams.rules`).
_LISTED = partial(_OFFERED, readers=(SELF, *sorted(STAFF)))


class Profile(models.Model):
    """What somebody offers beyond their post, by their own consent; withdrawing it deletes the row.

    Either somebody's own (``account``), or that of an outside expert without a log-in, kept by the staff unit with the
    day of their consent (``organisation``, ``address``). ``name`` is the one that the consent is about.
    """

    personal_title = _("Profile in the expertise pool")
    personal = {
        "account": _LISTED(title=_("Log-in"), purpose=_("The profile belongs to one person, who alone changes it.")),
        "name": _LISTED(title=_("Name"), purpose=_("Whoever finds the profile knows whom to ask.")),
        "organisation": _LISTED(title=_("Organisation"), purpose=_("Says where an outside expert works.")),
        "address": _OFFERED(title=_("Mail address"), purpose=_("An outside expert is asked by mail.")),
        "about": _LISTED(title=_("In a few words"), purpose=_("What somebody would like to contribute.")),
        "share": _LISTED(title=_("Share of time"), purpose=_("A team is proposed within the time people offer.")),
        "shown": _OFFERED(title=_("Visible to"), purpose=_("The person decides who sees the profile.")),
        "consent_on": _OFFERED(title=_("Consent given on"), purpose=_("Nobody is listed without consent.")),
        "consent": _OFFERED(title=_("Wording of the consent"), purpose=_("Shows what was agreed to.")),
        "key": Impersonal("a random mark that stands in the address of the profile"),
        "lot": Impersonal("a number by chance that orders lists"),
        "version": Impersonal("a counter against overwriting"),
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="profile"
    )
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    address = models.EmailField(blank=True)
    about = models.TextField(blank=True)
    share = models.PositiveSmallIntegerField(default=10)
    shown = models.CharField(max_length=8, choices=_SHOWN, default=Shown.ASKED.value)
    consent_on = models.DateField()
    consent = models.TextField()
    lot = models.BigIntegerField(default=new_lot)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="")
                & (Q(account__isnull=False, address="") | (Q(account__isnull=True) & ~Q(address=""))),
                name="profile_of_an_account_or_an_outsider",
            ),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="profile_share_of_a_hundred"),
            models.CheckConstraint(condition=~Q(consent=""), name="profile_only_with_consent"),
        ]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A skill somebody offers. There is no grade: nobody is better than somebody else."""

    personal_title = _("Skill in the expertise pool")
    personal = {
        "profile": _LISTED(title=_("Profile"), purpose=_("Finds people who can what a task needs.")),
        "skill": _LISTED(title=_("Skill"), purpose=_("Finds people who can what a task needs.")),
    }

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="offers")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="offers", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["skill", "profile"], name="offer_once")]

    def __str__(self) -> str:
        return f"{self.skill_id} by {self.profile_id}"


class Spoken(models.Model):
    """A language somebody offers, by its two-letter code."""

    personal_title = _("Language in the expertise pool")
    personal = {
        "profile": _LISTED(title=_("Profile"), purpose=_("Finds people who speak what a task needs.")),
        "language": _LISTED(title=_("Language"), purpose=_("Finds people who speak what a task needs.")),
    }

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="spoken")
    language = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "profile"], name="spoken_once")]

    def __str__(self) -> str:
        return self.language


_ASKED = partial(
    Personal,
    basis=Basis.CONSENT,
    keep=Keep(days=90, since="asked_on"),
    readers=(SELF,),
    erase=Erase.DELETE,
)


class Asking(models.Model):
    """Somebody of the pool was asked whether they would join in something. Read by the two of them alone.

    ``asked_by`` learns who it is when the answer is yes, or if the profile is open to them anyway.
    """

    personal_title = _("Question to somebody of the expertise pool")
    personal = {
        "profile": _ASKED(title=_("Profile"), purpose=_("The question goes to one person.")),
        "asked_by": _ASKED(title=_("Asked by"), purpose=_("The answer goes back to whoever asked.")),
        "asker": _ASKED(title=_("Post of whoever asked"), purpose=_("Whoever is asked knows from where.")),
        "words": _ASKED(title=_("Question"), purpose=_("Says what help is needed for.")),
        "asked_on": _ASKED(title=_("Asked on"), purpose=_("After three months the question is forgotten.")),
        "reply": _ASKED(title=_("Answer"), purpose=_("Whoever asked learns whether somebody joins.")),
        "key": Impersonal("a random mark that stands in the address of the question"),
        "team": Impersonal("a group of the house"),
        "idea": Impersonal("an idea of the house"),
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="askings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="askings")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, null=True, blank=True, related_name="askings")
    asker = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    asked_on = models.DateField()
    reply = models.CharField(max_length=6, choices=_REPLIES, default=Reply.OPEN.value)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "asked_by"], condition=Q(reply=Reply.OPEN.value), name="asking_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"asking {self.pk}"
