"""Logging somebody in without the pages for it; those have tests of their own."""

from __future__ import annotations

from django.test import Client

from querwerk.accounts.rules import SECOND_FACTOR
from querwerk.structure.models import Account


def sign_in(client: Client, account: Account, *, second_factor: bool = True) -> Client:
    """The client with the session of an account that has shown its second factor, or not."""
    client.force_login(account)
    if second_factor:
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
    return client
