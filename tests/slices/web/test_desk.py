"""My desk shows what is open to the reader, and only that."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from querwerk.structure.models import Account, Assignment, Person, Post
from tests.factories import make_unit
from tests.logins import sign_in

pytestmark = pytest.mark.django_db


def links(client: Client, role: str) -> set[str]:
    person = Person.objects.create(name="Ayşe")
    post = Post.objects.create(unit=make_unit(f"Amt {role}"), slug=role, title=role, role=role)
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    sign_in(client, Account.objects.create(username=role, person=person))
    page = client.get(reverse("desk")).content.decode().partition("<h1")[2].partition("</main>")[0]
    return set(re.findall(r'href="([^"]+)"', page))


def test_the_desk_leads_where_the_post_may_go(client: Client) -> None:
    for role in ("staff_unit", "auditor", "employee"):
        for link in links(client, role):
            assert (role, link, client.get(link).status_code) == (role, link, 200)


def test_two_posts_have_two_desks(client: Client) -> None:
    staff, auditor = links(client, "staff_unit"), links(client, "auditor")
    assert (reverse("log") in auditor, reverse("projects:propose") in auditor) == (True, False)
    assert reverse("projects:propose") in staff


def test_whoever_is_nobody_has_no_desk(client: Client) -> None:
    assert client.get(reverse("desk")).status_code == 302
