"""What tables that others brought along say about people: sessions, as everything else, are declared."""

from __future__ import annotations

from functools import partial

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import NOBODY, Basis, Erase, Impersonal, Keep, Personal, Who


def sessions_of(field: str, who: Who) -> Q:
    """The sessions that somebody opened: the log-in stands in what each of them holds."""
    if who.account is None:
        return NOBODY
    opened = [
        session.pk
        for session in Session.objects.iterator()
        if SessionStore().decode(session.session_data).get("_auth_user_id") == str(who.account)
    ]
    return Q(pk__in=opened)


_SESSION = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=0, since="expire_date", job="sessions.forget"),
    readers=("self",),
    erase=Erase.DELETE,
)

#: The table -> its title, and what its fields say.
ELSEWHERE: dict[str, tuple[object, dict[str, Personal | Impersonal]]] = {
    "sessions.Session": (
        _("Session"),
        {
            "session_data": _SESSION(
                title=_("Content of the session"),
                purpose=_("Knows from page to page who is logged in."),
                link=sessions_of,
                export=False,
                why_kept=_("It holds nothing but the log-in and would open the house to whoever has it."),
            ),
            "expire_date": _SESSION(title=_("Ends on"), purpose=_("A log-in ends by itself.")),
        },
    )
}


def declare() -> None:
    """Tells the tables, once all of them are there."""
    for label, (title, said) in ELSEWHERE.items():
        model = apps.get_model(label)
        model.personal_title, model.personal = title, said
