"""Every kind of mail of the house: each slice declares its own in ``mails.py``."""

from __future__ import annotations

from collections.abc import Mapping

from querwerk.delivery import mails as delivery
from querwerk.outbox.kinds import Kind
from querwerk.privacy import mails as privacy

KINDS: Mapping[str, Kind] = {**delivery.KINDS, **privacy.KINDS}
