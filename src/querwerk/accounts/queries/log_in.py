"""Who logs in with a password: by log-in name, or by the address they registered with."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from querwerk.structure.models import Account

from .proofs import by_address


class ByPassword(ModelBackend):
    """Log-in name or address, and password; an unknown name takes as long as a known one."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        if username is None or password is None:
            return None
        if "@" in username and len(found := by_address(username)) == 1:
            username = found[0].username
        account = super().authenticate(request, username=username, password=password)
        return account if isinstance(account, Account) else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, with its person in the same statement: a guest is called by name on every page."""
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
