"""The line: units, their names and places in the tree, posts, people, who holds what, and log-ins."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal

from .facts import Dated

#: Who keeps accounts or audits them, as the access table says of "accounts, role assignment".
_READERS = ("self", "staff_unit", "administrator", "auditor")
_HELD = partial(Personal, basis=Basis.EMPLOYMENT, keep=Keep(), readers=_READERS)
_LOGIN = partial(Personal, basis=Basis.EMPLOYMENT, keep=Keep(), readers=_READERS, erase=Erase.DELETE)
#: That a post was held, and when, stays on record; by whom is forgotten.
_RECORDED = partial(
    _HELD,
    erase=Erase.KEEP,
    why_kept=_("That a post was held, and when, belongs to the records of the house; by whom is forgotten."),
)


class Unit(models.Model):
    """A part of the line: a department, an office, a staff unit, an authority, a company, a district."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        OFFICE = "office"
        STAFF_UNIT = "staff_unit"
        AUTHORITY = "authority"
        COMPANY = "company"
        DISTRICT = "district"

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class UnitName(Dated):
    """What a unit was called, and when. ``Unit.name`` repeats the newest."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=40)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unitname_one_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(Dated):
    """Where a unit hung in the tree, and when: offices move between departments."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "valid_from"], name="placement_one_a_day"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="placement_not_under_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id}"


class Person(models.Model):
    """A person who holds posts. Public pages show the post, not the person."""

    personal_subject = "person"
    personal_title = _("Person")
    personal = {
        "name": _HELD(
            title=_("Name"),
            purpose=_("Says inside the house who holds a post, so that rights can be given and taken."),
            erase=Erase.NAMELESS,
        )
    }

    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit. ``role`` is what the access table knows."""

    class Role(models.TextChoices):
        STAFF_UNIT = "staff_unit"
        MAYOR = "mayor"
        DEPUTY_MAYOR = "deputy_mayor"
        OFFICE_HEAD = "office_head"
        THEME_OFFICER = "theme_officer"
        PROJECT_LEAD = "project_lead"
        FACILITATOR = "facilitator"
        COUNCILLOR = "councillor"
        ADMINISTRATOR = "administrator"
        AUDITOR = "auditor"
        EMPLOYEE = "employee"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.EMPLOYEE)

    def __str__(self) -> str:
        return self.title


#: Roles that publish, keep accounts or read across the house: their posts lend nothing without a second factor.
PRIVILEGED = frozenset({Post.Role.STAFF_UNIT, Post.Role.ADMINISTRATOR, Post.Role.AUDITOR, Post.Role.THEME_OFFICER})


class Assignment(Dated):
    """Who holds a post, and when. ``origin`` says who keeps it: people of the house, or the identity provider."""

    class Origin(models.TextChoices):
        HOUSE = "house"
        PROVIDER = "provider"

    personal_title = _("Assignment")
    personal = {
        "post": _RECORDED(title=_("Post"), purpose=_("Rights follow from the post.")),
        "person": _RECORDED(title=_("Person"), purpose=_("Rights follow from the post.")),
        "origin": Impersonal("says which office tends the record, nothing about the person", title=_("Kept by")),
        "valid_from": _RECORDED(title=_("from"), purpose=_("Rights begin with the post.")),
        "valid_to": _HELD(title=_("until"), purpose=_("Rights end with the post."), erase=Erase.CLOSE),
    }

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.HOUSE)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["post", "person", "valid_from"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.post_id}"


class Accounts(UserManager["Account"]):
    """All log-ins."""

    use_in_migrations = False

    def create_user(  # type: ignore[override]  # no staff and no superusers here
        self, username: str, password: str | None = None, **fields: Any
    ) -> Account:
        """A new log-in; without a password nobody can use one."""
        made: Account = self._create_user(username, fields.pop("email", ""), password, **fields)  # type: ignore[attr-defined]
        return made


class Account(AbstractBaseUser):
    """A log-in. What it may do follows from the posts its person holds today, never from the account.

    ``epoch`` is part of every session and token: raising it ends them all at the next request. There is no day of the
    last log-in, and nothing else that would show who comes how often.
    """

    class Kind(models.TextChoices):
        EMPLOYEE = "employee"
        RESIDENT = "resident"
        EXTERNAL = "external"
        SERVICE = "service"

    personal_subject = "account"
    personal_title = _("Log-in")
    personal = {
        "username": _LOGIN(
            title=_("User name"),
            purpose=_("Tells log-ins apart; under this name the journal keeps who stood behind an entry."),
        ),
        "password": _LOGIN(
            title=_("Password"),
            purpose=_("Proves who logs in; kept only in a form that cannot be turned back."),
            readers=(),
            export=False,
            why_kept=_("It is a secret; not even its owner can read it."),
        ),
        "email": _LOGIN(title=_("Mail address"), purpose=_("Mails of the house go there: confirmations, reminders.")),
        "kind": _LOGIN(title=_("Kind"), purpose=_("Employees, residents and guests log in in different ways.")),
        "is_active": _LOGIN(title=_("Open"), purpose=_("A closed log-in opens nothing any more.")),
        "person": _LOGIN(title=_("Person"), purpose=_("Leads to the posts the rights follow from.")),
        "epoch": Impersonal("a counter that ends sessions; says nothing about anybody"),
    }

    username = models.CharField(max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EMPLOYEE)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(default=0)
    last_login = None

    objects = Accounts()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            # an employee's address may also be a provider's word; only who registered with it is known by it
            models.UniqueConstraint(
                Lower("email"), condition=Q(kind__in=["resident", "external"]) & ~Q(email=""), name="account_own_email"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def called(self) -> str:
        """How the house calls this log-in where it speaks to its holder; a guest by the name they gave, if any."""
        if self.kind != self.Kind.EXTERNAL:
            return self.username
        return self.person.name if self.person else ""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: the password and the epoch."""
        salt = "querwerk.structure.Account.session"
        return salted_hmac(salt, f"{self.password}|{self.epoch}", secret=secret, algorithm="sha256").hexdigest()
