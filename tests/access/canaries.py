"""Where each canary may sing: by what its field declares about people, else by the rows of the table."""

from __future__ import annotations

import io
import logging
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings

from querwerk.access import Role, Thing
from querwerk.accounts.access import ACCOUNT, SERVICE
from querwerk.delivery.access import POOL, REPORT, ROUND, STATEMENT, SUPPORT, UPDATE
from querwerk.intake.access import HOUSE_CAMPAIGN, INQUIRY, OWN_INQUIRY
from querwerk.journal.models import Person
from querwerk.projects.access import CANDIDATE, DRAFT, INTERNAL
from querwerk.protection import SELF, Personal
from querwerk.trails.access import CONSENT, IMPORT, OWN_TRAIL, SHARED_TRAIL

from . import pool, sprints, teams, twin
from .addresses import Address, addresses
from .planting import TOKEN, TOLD, Canary
from .sweeping import asked
from .world import ACTORS, World, states

#: First word of what a canary is about -> the rights that let somebody read it (any of them).
_OF: dict[str, tuple[tuple[Thing, str], ...]] = {
    "draft": ((DRAFT, "R"),),
    "note": ((INTERNAL, "R"),),
    "document": ((INTERNAL, "R"),),
    "support": ((SUPPORT, "R"),),
    "pool": ((POOL, "R"), (SUPPORT, "R"), (UPDATE, "R"), (INTERNAL, "R")),
    "open": ((STATEMENT, "R"), (REPORT, "B")),
    "claim": ((ACCOUNT, "E"),),
    "service": ((SERVICE, "L"),),
    "draft-trail": ((OWN_TRAIL, "R"),),
    "shared-trail": ((OWN_TRAIL, "R"), (SHARED_TRAIL, "R")),
    "inquiry": ((INQUIRY, "R"),),
    "unsent": ((OWN_INQUIRY, "R"),),
    "campaign": ((HOUSE_CAMPAIGN, "R"),),
    "import": ((IMPORT, "R"),),
    "finding": ((SHARED_TRAIL, "R"), (OWN_TRAIL, "R")),
    "absurdity": ((CONSENT, "R"),),
    **sprints.OF,
    **pool.OF,
    **teams.OF,
}
#: Files without words of their own, and what a browser sends by itself.
_QUERIES = {
    "projects:list": ("?sortierung=name",),
    "projects:changes": ("?seit=2019-01-01&bis=2026-11-01",),
    "projects:changes_export": ("?seit=2019-01-01&bis=2026-11-01",),
    "projects:detail": ("?stand=2024-12-31",),
    "projects:theme": ("?jahr=2024",),
    "projects:matrix": ("?jahr=2024",),
    "teams:pool": ("?q=Imkerei", "?sprache=de"),
    "teams:profile": ("?suche=Imkerei",),
}
_FORMS = {
    "trails:plan_file": ("csv", "xlsx", "json"), "trails:list_file": ("csv", "xlsx", "json"),
    "projects:export": ("csv", "xlsx", "json"), "projects:changes_export": ("csv", "json"),
    "who_may_export": ("csv", "json"), "trails:absurdities_export": ("csv", "xlsx", "json"),
    "intake:export": ("csv", "xlsx", "json"), "sprints:list_file": ("csv", "xlsx", "json"),
}  # fmt: skip


def may_sing(world: World, canary: Canary, actor: str) -> bool:
    """Whether an actor may read a canary: by the declaration of its field, else by what it is about."""
    declared = getattr(apps.get_model(canary.model), "personal", {}).get(canary.field)
    roles = world.roles(actor)
    if canary.model == "structure.Person" and (
        sprints.sit_together(world, actor, canary.about) or teams.work_together(world, actor, canary.about)
    ):
        return True
    if isinstance(declared, Personal):
        return (SELF in declared.readers and canary.about == actor) or any(
            role in declared.readers and (role != Role.ADMINISTRATOR or "a" in world.within(actor, canary.about))
            for role in roles
        )
    if canary.field == "journal" and Role.AUDITOR in roles:  # who accounts for the house reads its whole log
        return True
    if canary.about == TOLD:
        return True
    if canary.about in states():
        return states()[canary.about] or _candidate(world, canary.about, actor)
    kind, _, whose = canary.about.partition(" ")
    if kind == "round":  # its name stands on the page of whoever is asked
        return any(twin.may(thing, roles, "L", None) for thing in (ROUND, UPDATE))
    rights = _OF.get(kind, ())
    reads = any(twin.may(thing, roles, letter, world.within(actor, whose)) for thing, letter in rights)
    return reads and (kind != "open" or states().get(whose, True) or _candidate(world, whose, actor))


def _candidate(world: World, name: str, actor: str) -> bool:
    return twin.may(CANDIDATE, world.roles(actor), "R", world.within(actor, name))


@dataclass(slots=True)
class Crawl:
    """What was read, and what was heard where nobody may hear it."""

    answers: int = 0
    heard: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)


def crawl(world: World, *, only: Any = (), actors: Any = ACTORS) -> Crawl:
    """Reads every page and file as everybody; ``only`` narrows it to some addresses."""
    found, secrets = Crawl(), keys(world)
    for address in addresses(world, only):
        _read(world, (address, *_beside(world, address)), actors, found, secrets)
    return found


def crawl_beside(world: World, found: Crawl) -> None:
    """Reads as everybody what the sweep does not ask for: other queries, other forms of a file, searches."""
    secrets = keys(world)
    for address in addresses(world):
        _read(world, _beside(world, address), ACTORS, found, secrets)


def _read(world: World, ones: Any, actors: Any, found: Crawl, secrets: dict[str, str]) -> None:
    for one in ones:
        for actor in actors:
            listen(world, actor, one.path, asked(world, actor, one, "GET"), found, secrets)


def listen(world: World, actor: str, path: str, answer: Any, found: Crawl, secrets: dict[str, str]) -> None:
    """Notes each canary in an answer or its headers that may not sing there."""
    found.answers += 1
    for text in words_of(answer):
        for token in set(TOKEN.findall(text)):
            found.heard.add(token)
            canary = world.planting.found.get(token)
            if canary is not None and token not in path and not may_sing(world, canary, actor):
                found.leaks.append(f"{path} as {actor}: {canary.model}.{canary.field} about {canary.about}")
        found.leaks += [
            f"{path} as {actor}: {what}"
            for secret, what in secrets.items()
            if secret in text and what != f"key of {actor}"
        ]


def keys(world: World) -> dict[str, str]:
    """What opens something: session keys, the key of the house, the salts of the journal."""
    salts = Person.objects.values_list("salt", flat=True)
    return {
        settings.SECRET_KEY: "key of the house",
        **{key: f"key of {actor}" for actor, key in world.sessions.items()},
        **dict.fromkeys(salts, "salt of the journal"),
    }


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "django.request":  # names the address that was asked for, whatever it was
            self.heard.append(self.format(record))


@contextmanager
def logged() -> Iterator[list[str]]:
    """The lines the house writes into its log, while the block lasts."""
    ear = _Ear()
    logging.getLogger().addHandler(ear)
    try:
        yield ear.heard
    finally:
        logging.getLogger().removeHandler(ear)


def _beside(world: World, address: Address) -> Iterator[Address]:
    """What else can be read at an address."""
    yield from _variants(address)
    yield from _searches(world, address)


def _variants(address: Address) -> Iterator[Address]:
    for query in _QUERIES.get(address.name, ()):
        yield Address(address.name, address.row, address.path + query, address.english)
    for form in _FORMS.get(address.name, ()):
        path = re.sub(r"\.json$", f".{form}", address.path)
        yield from (
            Address(address.name, address.row, path + query, path) for query in _QUERIES.get(address.name, ("",))
        )
    if address.name == "delivery:file" and address.row.label == "closed":
        for form in ("docx", "pdf"):
            yield Address(address.name, address.row, re.sub(r"\.json$", f".{form}", address.path), address.path)


def _searches(world: World, address: Address) -> Iterator[Address]:
    """A word of every project, typed by somebody who guessed it."""
    if address.name == "search":
        for canary in world.planting.found.values():
            if canary.model == "projects.SheetText":
                yield Address(address.name, address.row, f"{address.path}?q={canary.token}", address.path)


def words_of(answer: Any) -> Iterator[str]:
    """The texts of an answer: headers, page, the insides of office files, what a PDF shows."""
    yield "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    yield str(answer.cookies)
    content = answer.getvalue() if answer.streaming else answer.content
    yield from texts_of(content)


def texts_of(content: bytes) -> Iterator[str]:
    """The texts in the bytes of a page or a file."""
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_of(archive.read(name))
    elif content[:5] == b"%PDF-":
        if program := shutil.which("pdftotext"):
            read = subprocess.run([program, "-", "-"], input=content, capture_output=True, check=True)
            yield read.stdout.decode(errors="replace")
        yield content.decode("latin-1")
    else:
        yield content.decode(errors="replace")
