"""Who works in the demo's city by its identity provider, and what it says about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.contrib.auth.models import User
from django.http import HttpRequest

from . import GROUP

#: log-in name -> name, groups.
PEOPLE = {
    "emre": ("Emre", (GROUP, "wirtschaftsfoerderung")),
    "gesa": ("Gesa", ("standesamt",)),
}


class NobodyElse(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up here: the people are invented."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Claims(DefaultOIDCAdapter):  # type: ignore[misc]
    """What the provider says about a person: beside the usual, the groups they are in."""

    def get_claims(
        self, purpose: str, user: User, client: Client, scopes: Iterable[str], **options: Any
    ) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **options)
        return {**claims, "groups": list(user.groups.order_by("name").values_list("name", flat=True))}
