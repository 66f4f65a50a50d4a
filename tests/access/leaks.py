"""Leaks to make on purpose: a forgotten filter, a word too many in a header, a page kept for all."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from querwerk.accounts.queries import keeping
from querwerk.delivery import rules as delivery_rules
from querwerk.outbox import queries as outbox
from querwerk.outbox.models import Mail
from querwerk.projects.access import DRAFT
from querwerk.projects.models import Contradiction
from querwerk.projects.queries import board, contradictions, obstacles, sheet, timeline
from querwerk.web import headers, log, views

from .holes import Hole, Patch, _everything, _forget, _patched, _shared_cache, _widened
from .world import World


def _in_the_imprint(what: str) -> object:
    def make(patch: Patch, world: World) -> None:
        words = {"email": world.accounts["mayor"].email, "key": world.sessions["mayor"]}
        said = {"address": words[what], "contact": "", "data_protection": ""}
        patch.setattr(views, "_operator", lambda: said)
        _forget()

    return make


def _in_a_header(patch: Patch, world: World) -> None:
    patch.setitem(headers.HEADERS, "X-Log-In", world.accounts["mayor"].username)
    _forget()


def _for_administrators(patch: Patch, world: World) -> None:
    patch.setattr(log, "TECHNICAL", log.TECHNICAL | {"projects"})
    _forget()


def _every(actor: object) -> QuerySet[Contradiction]:
    return Contradiction.objects.all()


ANYBODY = ("anyone", "employee", "administrator", "auditor", "staff_unit")
LEAKS = (
    Hole("the sheet forgets visible_to", _patched(sheet, "visible_to", _everything), ("projects:detail",), ANYBODY),
    Hole("the list shows everybody the board of the house", _patched(board, "sees_internal", lambda actor: True),
         ("projects:list", "projects:export"), ANYBODY),
    Hole("the search finds internal projects", _patched(views, "sees_internal", lambda actor: True),
         ("search",), ANYBODY),
    Hole("the timeline forgets visible_to", _patched(timeline, "visible_to", _everything),
         ("projects:timeline",), ANYBODY),
    Hole("the register of obstacles forgets seen_by", _patched(obstacles, "seen_by", lambda *a: Q()),
         ("projects:obstacles", "projects:obstacles_export"), ANYBODY),
    Hole("contradictions name hidden projects", _patched(contradictions, "contradictions_visible_to", _every),
         ("projects:contradictions",), ANYBODY),
    Hole("every employee reads drafts", _widened(DRAFT, employee="LR"), ("projects:draft",), ANYBODY),
    Hole("open periods are everybody's", _patched(delivery_rules, "may_deliver", lambda actor: True),
         ("delivery:report", "delivery:file"), ANYBODY),
    Hole("an address in the imprint", _in_the_imprint("email"), ("imprint",), ANYBODY),
    Hole("the key of a session on a page", _in_the_imprint("key"), ("imprint",), ANYBODY),
    Hole("a log-in in a header", _in_a_header, ("imprint",), ANYBODY),
    Hole("administrators read the log of the projects", _for_administrators, ("log", "log_export"), ANYBODY),
    Hole("administrators see the accounts of other units", _patched(keeping, "keeps_all_accounts", lambda actor: True),
         ("accounts:list",), ANYBODY),
    Hole("mail to others", _patched(outbox, "visible_to", lambda actor: Mail.objects.all()), ("outbox:own",), ANYBODY),
    Hole("pages of the logged in are kept for all", _shared_cache, ("projects:detail",), ("staff_unit", "anyone")),
)  # fmt: skip
