"""The line: units, their names and places in the tree, posts, people, who holds what, and log-ins."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal

from .facts import Dated

_HELD = partial(Personal, basis=Basis.EMPLOYMENT, keep=Keep(), readers=("self", "staff_unit", "administrator"))
_LOGIN = partial(
    Personal, basis=Basis.EMPLOYMENT, keep=Keep(), readers=("self", "administrator"), erase=Erase.DELETE
)
_SECRET = partial(_LOGIN, readers=(), export=False)


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

    subject = "person"
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
        EMPLOYEE = "employee"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.EMPLOYEE)

    def __str__(self) -> str:
        return self.title


class Assignment(Dated):
    """Who holds a post, and when."""

    _ON_RECORD = _("That a post was held, and when, belongs to the records of the house; by whom is forgotten.")
    personal_title = _("Assignment")
    personal = {
        "post": _HELD(
            title=_("Post"), purpose=_("Rights follow from the post."), erase=Erase.KEEP, why_kept=_ON_RECORD
        ),
        "person": _HELD(
            title=_("Person"), purpose=_("Rights follow from the post."), erase=Erase.KEEP, why_kept=_ON_RECORD
        ),
        "valid_from": _HELD(
            title=_("from"), purpose=_("Rights begin with the post."), erase=Erase.KEEP, why_kept=_ON_RECORD
        ),
        "valid_to": _HELD(title=_("until"), purpose=_("Rights end with the post."), erase=Erase.CLOSE),
    }

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["post", "person", "valid_from"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.post_id}"


class Account(AbstractUser):
    """A log-in. What it may do follows from the posts its person holds today, never from the account.

    When somebody was here last is not kept: ``last_login`` stays empty (:mod:`querwerk.privacy.apps`).
    """

    subject = "account"
    personal_title = _("Log-in")
    personal = {
        "username": _LOGIN(
            title=_("User name"),
            purpose=_("Tells log-ins apart; under this name the journal keeps who stood behind an entry."),
        ),
        "password": _SECRET(
            title=_("Password"),
            purpose=_("Proves who logs in; kept only in a form that cannot be turned back."),
            why_kept=_("It is a secret; not even its owner can read it."),
        ),
        "first_name": _LOGIN(title=_("First name"), purpose=_("The form of address in mails.")),
        "last_name": _LOGIN(title=_("Last name"), purpose=_("The form of address in mails.")),
        "email": _LOGIN(title=_("Mail address"), purpose=_("Mails of the house go there: confirmations, reminders.")),
        "is_active": _LOGIN(title=_("Open"), purpose=_("A closed log-in opens nothing any more.")),
        "date_joined": _LOGIN(
            title=_("Opened on"), purpose=_("Log-ins of residents that nobody needs any more are found by it.")
        ),
        "person": _LOGIN(title=_("Person"), purpose=_("Leads to the posts the rights follow from.")),
        "last_login": Impersonal("stays empty: the house does not keep when somebody was here last"),
        "is_superuser": Impersonal("not used: rights follow from posts"),
        "is_staff": Impersonal("not used: rights follow from posts"),
        "groups": Impersonal("not used: rights follow from posts"),
        "user_permissions": Impersonal("not used: rights follow from posts"),
    }

    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account")
