"""The invented people move in at the demo's identity provider."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
from django.contrib.auth.models import Group, User

from . import CLIENT
from .people import PEOPLE


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
