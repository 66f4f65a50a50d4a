"""The page of hits: what was found, where it leads, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from markupsafe import Markup

from querwerk.search.excerpts import holds, marked, passage
from querwerk.search.queries import Found, Hit
from querwerk.sprints.queries.similar import sprint_of
from querwerk.structure.queries import Vocabulary

from .jinja import url

PER_PAGE = 20
#: kind of document -> the page it leads to (a body of the council has none).
_PAGES = {"project": "projects:detail", "theme": "projects:theme", "unit": "structure:unit", "trail": "trails:trail",
          "sprint": "sprints:sprint", "idea": "teams:result", "campaign": "intake:campaign", "result": "intake:result",
          "absurdity": "trails:absurdity"}  # fmt: skip
KINDS = ("project", "theme", "unit", "body", "campaign", "result", "trail", "absurdity", "sprint", "idea")


@dataclass(frozen=True, slots=True)
class Line:
    """One hit on the page, its matching words marked."""

    href: str
    title: Markup
    former: tuple[Markup, ...]
    text: Markup


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    hits: tuple[Line, ...]


def groups(found: Found, words: Vocabulary) -> list[Group]:
    """The hits of a page by kind; the kind of the best hit comes first."""
    kinds = dict.fromkeys(hit.kind for hit in found.hits)
    return [Group(title(kind, words), tuple(_lines(found, kind))) for kind in kinds]


def title(kind: str, words: Vocabulary) -> str:
    """What hits of a kind are called."""
    named = {"project": words.many("project"), "theme": words.many("theme"), "unit": _("Units"), "body": _("Bodies"),
             "campaign": _("Idea campaigns"), "result": _("What came of it"), "trail": _("Paper trails"),
             "absurdity": _("Absurdities"), "sprint": _("Sprints and workshops"), "idea": _("Ideas")}  # fmt: skip
    return named[kind]


def choices(asked: str, found: Found, words: Vocabulary, kind: str) -> list[tuple[str, str, bool]]:
    """The kinds to choose from: (label with count, address, is chosen)."""
    counts = dict(found.kinds)
    everything = (_("Everything (%(count)s)") % {"count": sum(counts.values())}, address(asked, ""), not kind)
    return [
        everything,
        *((f"{title(k, words)} ({counts[k]})", address(asked, k), k == kind) for k in KINDS if k in counts),
    ]


def address(asked: str, kind: str, page: int = 1) -> str:
    """The address of a page of hits."""
    asks = {"q": asked, **({"art": kind} if kind else {}), **({"seite": str(page)} if page > 1 else {})}
    return f"{url('search')}?{urlencode(asks)}"


def _lines(found: Found, kind: str) -> Iterable[Line]:
    for hit in found.hits:
        if hit.kind == kind:
            yield _line(hit, found)


def _line(hit: Hit, found: Found) -> Line:
    page = _PAGES.get(hit.kind)
    former = tuple(marked(name, found.matched) for name in hit.names if holds(name, found.matched))
    text = hit.summary
    if not former and not holds(hit.title, found.matched) and not holds(text, found.matched):
        text = passage(hit.body, found.matched) or text
    return Line(
        href=url(page, sprint_of(hit.slug) if hit.kind == "idea" else hit.slug) if page else "",
        title=marked(hit.title, found.matched),
        former=former,
        text=marked(text[:300], found.matched),
    )
