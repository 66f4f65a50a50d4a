"""What people get by mail about their accounts: never more than their address already tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from querwerk.outbox.kinds import Kind

from .models import MailLink


def _is_open(account: Any, words: Mapping[str, Any]) -> bool:
    """A link that was used, or has gone with its account, is not sent any more."""
    return MailLink.objects.filter(key=words["key"], used_at__isnull=True).exists()


KINDS = {
    "accounts.register": Kind(_("Confirm your address"), "accounts/mails/register.txt", _is_open, secret=True),
    "accounts.known": Kind(_("Your account"), "accounts/mails/known.txt", _is_open, secret=True),
    "accounts.reset": Kind(_("A new password"), "accounts/mails/reset.txt", _is_open, secret=True),
    "accounts.unknown": Kind(_("Your account"), "accounts/mails/unknown.txt", _is_open, secret=True),
    "accounts.invite": Kind(_("You are invited"), "accounts/mails/invite.txt", _is_open, secret=True),
}
