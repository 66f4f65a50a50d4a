"""Which skills a word means: by German stems and inside compounds, over labels and other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from querwerk.search.queries import like, like_any, means
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
    """What each of some needs means, in one statement: a skill counts when it holds all words of the need.

    The stored words are looked through once for all needs together; which of them belongs to which need is told here.
    """
    words = [asked(text) for text in texts]
    every = list(dict.fromkeys(word for some in words for word in some))
    held: dict[tuple[int, str], set[str]] = defaultdict(set)
    meaning: dict[str, list[str]] = {}
    if every:
        terms = Term.objects.filter(like_any(every))
        rows = Skill.terms.through.objects.filter(term__in=terms)
        for pk, label, text, its_stem in rows.values_list("skill", "skill__label", "term__text", "term__stem"):
            if text not in meaning:
                meaning[text] = [word for word in every if means(word, text, its_stem)]
            held[pk, label].update(meaning[text])
    found = [[skill for skill in held if some and held[skill].issuperset(some)] for some in words]
    return [Meant(text, tuple(sorted(skills, key=_short))) for text, skills in zip(texts, found, strict=True)]


def _short(skill: tuple[int, str]) -> tuple[int, str]:
    """Short labels first, for they say most."""
    return len(skill[1]), skill[1]
