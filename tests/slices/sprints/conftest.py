"""The people of a sprint: Carla plans, Ayşe and Bernd's office come, Dilan is a resident."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from querwerk.structure.models import Account
from tests.slices.delivery.people import holder, staff

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def planner() -> Account:
    return staff()


@pytest.fixture
def ayse() -> Account:
    return holder("ayse", "employee", "Sachbearbeitung")[0]


@pytest.fixture
def head() -> Account:
    """Ayşe's superior."""
    return holder("gerda", "office_head", "Amtsleitung")[0]


@pytest.fixture
def dilan() -> Account:
    return Account.objects.create_user("dilan", kind=Account.Kind.RESIDENT, email="dilan@post.example")
