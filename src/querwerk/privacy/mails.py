"""The mail of data protection: a log-in will end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from querwerk.outbox.kinds import Kind

from .models import Stay


def _is_still_ending(account: Any, words: Mapping[str, Any]) -> bool:
    """Whether the log-in still ends: who has confirmed it meanwhile needs no warning."""
    return account is not None and Stay.objects.filter(account=account, warned_on__isnull=False).exists()


KINDS = {"privacy.ends": Kind(_("Your log-in will end"), "privacy/mails/ends.txt", _is_still_ending)}
