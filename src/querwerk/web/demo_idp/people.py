"""Who works in the demo's city by its identity provider, and what it says about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from . import CLIENT, GROUP

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


def move_in(house: str, password: str) -> list[str]:
    """Everybody invented gets an account with this password, and the house is told to the provider as its client."""
    ways = [f"{house}/anmelden/verbund/zurueck/", f"{house}/en/anmelden/verbund/zurueck/"]
    Client.objects.update_or_create(
        id=CLIENT,
        defaults={
            "name": "Querwerk (Demo)",
            "type": Client.Type.PUBLIC,
            "scopes": "openid\nprofile\nemail",
            "redirect_uris": "\n".join([*ways, *(way.replace("127.0.0.1", "localhost") for way in ways)]),
            "skip_consent": True,
        },
    )
    for username, (name, groups) in PEOPLE.items():
        user, _new = User.objects.get_or_create(username=username, defaults={"first_name": name})
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
        EmailAddress.objects.get_or_create(
            user=user, email=f"{username}@example.org", defaults={"verified": True, "primary": True}
        )
    return list(PEOPLE)
