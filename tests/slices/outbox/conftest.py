"""A house with a mail server, and two people with addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from querwerk.structure.models import Account
from tests.slices.outbox import kinds
from tests.slices.outbox.postoffice import PostOffice, opened


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    with opened(office) as address:
        kinds.use_in(settings, mail_url=address)
        yield office


@pytest.fixture
def ayse(db: None) -> Account:
    return Account.objects.create(username="ayse", email="ayse@stadt.example")


@pytest.fixture
def dilan(db: None) -> Account:
    return Account.objects.create(username="dilan", email="dilan@post.example")
