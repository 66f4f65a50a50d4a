"""What the verbs of an inquiry have in common."""

from __future__ import annotations

from django.utils.translation import gettext as _

from querwerk.journal.actions import NOBODY, Actor, Refused

from ..models import Inquiry


def locked(number: int) -> Inquiry:
    """The inquiry, held until the end of what is done to it."""
    inquiry = Inquiry.objects.select_for_update().filter(pk=number).first()
    if inquiry is None:
        raise Refused(_("This inquiry no longer exists."))
    return inquiry


def unnamed(by: Actor, code: str = "") -> Actor:
    """Who asks, without post and unit: the account stays in its erasable row alone. With a code it is nobody."""
    return NOBODY if code else Actor(post="", account=by.account)
