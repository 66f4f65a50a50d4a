"""Every kind of mail of the house: each slice declares its own in ``mails.py``."""

from __future__ import annotations

from collections.abc import Mapping

from querwerk.accounts import mails as accounts
from querwerk.delivery import mails as delivery
from querwerk.intake import mails as intake
from querwerk.outbox.kinds import Kind
from querwerk.privacy import mails as privacy
from querwerk.projects import mails as projects
from querwerk.sprints import mails as sprints
from querwerk.teams import mails as teams
from querwerk.trails import mails as trails

from . import following

KINDS: Mapping[str, Kind] = {
    **accounts.KINDS,
    **delivery.KINDS,
    **intake.KINDS,
    **privacy.KINDS,
    **projects.KINDS,
    **sprints.KINDS,
    **teams.KINDS,
    **trails.KINDS,
    **following.KINDS,
}
