"""Which skills a word means: by German stems and inside compounds, over labels and other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value

from querwerk.search.queries import like
from querwerk.words import asked

from ..models import Offer, Profile, Skill, Term


@dataclass(frozen=True, slots=True)
class Meant:
    """What one need was understood as: its skills by number and label; none where nobody knows the words."""

    text: str
    skills: tuple[tuple[int, str], ...]


def skills_like(text: str) -> QuerySet[Skill]:
    """The skills that hold every word of a text."""
    found = Skill.objects.all()
    words = asked(text)
    for word in words:
        found = found.filter(pk__in=called_like(word))
    return found if words else found.none()


def called_like(word: str) -> QuerySet[Any, Any]:
    """The skills that are called by a word, in one of its forms or inside a compound, by their numbers."""
    return Skill.terms.through.objects.filter(term__in=Term.objects.filter(like(word))).values("skill")


def offered_like(text: str, profiles: QuerySet[Profile], *, limit: int = 12) -> list[tuple[int, str]]:
    """Skills for the picker: those of a text that somebody offers, by their label."""
    held = Exists(Offer.objects.filter(skill=OuterRef("pk"), profile__in=profiles))
    return list(skills_like(text).filter(held).order_by("label", "pk").values_list("pk", "label")[:limit])


def suggestions(text: str, *, limit: int = 12) -> list[tuple[int, str]]:
    """Skills of the whole list, for one's own profile."""
    found = skills_like(text).values_list("pk", "label")[:2000]
    return sorted(found, key=_short)[:limit]


def meant(texts: Sequence[str]) -> list[Meant]:
    """What each of some needs means, in one statement: a skill counts when it holds all words of the need."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if texts:
        first, *rest = [
            skills_like(text).annotate(need=Value(number)).order_by().values_list("need", "pk", "label")
            for number, text in enumerate(texts)
        ]
        for number, pk, label in first.union(*rest, all=True):
            found[number].append((pk, label))
    return [Meant(text, tuple(sorted(found[number], key=_short))) for number, text in enumerate(texts)]


def _short(skill: tuple[int, str]) -> tuple[int, str]:
    """Short labels first, for they say most."""
    return len(skill[1]), skill[1]
