"""Who may do what: the one table. An address without a row stops the start; closed by default.

``ANYONE`` needs no log-in, ``SIGNED_IN`` any active account; the other roles are those of posts
(:class:`querwerk.structure.models.Post.Role`) held today. Higher posts inherit nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from querwerk.journal.actions import Actor
from querwerk.structure.models import Post

ANYONE = "anyone"
SIGNED_IN = "signed_in"
STAFF_UNIT = Post.Role.STAFF_UNIT.value


class Verb(StrEnum):
    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    PUBLISH = "publish"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Row:
    """One right: who may do this verb to this object. ``hidden`` answers 404 instead of asking to log in."""

    object: str
    verb: Verb
    roles: frozenset[str]
    hidden: bool = False

    def admits(self, actor: Actor) -> bool:
        return ANYONE in self.roles or bool(self.roles & actor.roles)


def _public(what: str, verb: Verb = Verb.READ) -> Row:
    return Row(what, verb, frozenset({ANYONE}))


def _staff(what: str, verb: Verb) -> Row:
    return Row(what, verb, frozenset({STAFF_UNIT}))


TABLE: dict[str, Row] = {
    # -- the house
    "home": _public("published page"),
    "login": _public("log-in"),
    "logout": Row("log-in", Verb.EDIT, frozenset({SIGNED_IN})),
    "style_guide": _public("published page"),
    "search": _public("published page"),
    "imprint": _public("published page"),
    "privacy": _public("published page"),
    "accessibility": _public("published page"),
    # -- structure
    "structure:unit": _public("line organisation"),
    "structure:sources": _public("published page"),
    "structure:vocabulary": _staff("line organisation", Verb.EDIT),
    "structure:rules": _staff("line organisation", Verb.EDIT),
    "structure:units": _staff("line organisation", Verb.EDIT),
    "structure:themes": _staff("line organisation", Verb.EDIT),
    "structure:posts": _staff("line organisation", Verb.EDIT),
    "structure:vacate": _staff("line organisation", Verb.EDIT),
    "structure:keep": _staff("line organisation", Verb.EDIT),
    "structure:theme": _staff("theme", Verb.EDIT),
    "structure:say": _staff("theme", Verb.EDIT),
    "structure:say_about": _staff("theme", Verb.EDIT),
    # -- projects, the portfolio
    "projects:matrix": _public("lead project, public facts"),
    "projects:matrix_export": _public("lead project, public facts", Verb.EXPORT),
    "projects:list": _public("lead project, public facts"),
    "projects:export": _public("lead project, public facts", Verb.EXPORT),
    "projects:timeline": _public("lead project, public facts"),
    "projects:themes": _public("lead project, public facts"),
    "projects:theme": _public("lead project, public facts"),
    # -- projects, the sheet
    "projects:detail": _public("lead project, public facts"),
    "projects:data": _public("lead project, public facts", Verb.EXPORT),
    "projects:contradictions": _public("lead project, public facts"),
    "projects:decide": _staff("lead project, public facts", Verb.EDIT),
    "projects:obstacles": _public("lead project, public facts"),
    "projects:obstacles_export": _public("lead project, public facts", Verb.EXPORT),
    # -- projects, changes
    "projects:changes": _public("lead project, public facts"),
    "projects:changes_export": _public("lead project, public facts", Verb.EXPORT),
    # -- projects, editing
    "projects:propose": _staff("lead project, public facts", Verb.CREATE),
    "projects:edit": _staff("lead project, public facts", Verb.EDIT),
    "projects:say": _staff("lead project, public facts", Verb.EDIT),
    "projects:say_about": _staff("lead project, public facts", Verb.EDIT),
    # -- delivery
    "delivery:reports": _public("monitoring report"),
    "delivery:report": _public("monitoring report"),
    "delivery:file": _public("monitoring report", Verb.EXPORT),
    "delivery:open_period": _staff("monitoring report", Verb.CREATE),
    "delivery:statements": _staff("monitoring report", Verb.EDIT),
    "delivery:statement": _staff("monitoring report", Verb.EDIT),
    "delivery:freeze": _staff("monitoring report", Verb.PUBLISH),
}
