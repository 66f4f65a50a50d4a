"""Finding people by what they offer, and reading profiles; from nothing but what their owners have opened.

Lists have no best and no worst: their order is drawn by lot, anew each day and for each question.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Value

from querwerk.journal.actions import Actor
from querwerk.structure.models import Assignment, Unit
from querwerk.structure.queries import valid_on
from querwerk.tables import page_number, pages_of
from querwerk.words import asked

from ..labels import LANGUAGES
from ..lifecycle import SHARES, Shown, Standing
from ..models import LOTS, Membership, Offer, Profile, Spoken
from ..rules import leading, own, profiles_for
from .skills import called_like
from .teams import askable

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the pool looks for, and for which team."""

    text: str = ""
    language: str = ""
    unit: str = ""
    share: int = 0
    page: int = 1
    team: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Wanted:
        """From an address; what makes no sense there is left out."""
        share = said.get("anteil", "")
        return cls(
            text=" ".join(said.get("q", "").replace("\0", "").split())[:200],
            language=said.get("sprache", "") if said.get("sprache", "") in LANGUAGES else "",
            unit=said.get("einheit", "")[:80].replace("\0", ""),
            share=int(share) if share in {str(one) for one in SHARES} else 0,
            page=page_number(said.get("seite", "")),
            team=said.get("team", "")[:120].replace("\0", ""),
        )

    @property
    def asks(self) -> bool:
        """Whether anything is looked for: nobody lists the pool, or one office of it, from end to end."""
        return bool(asked(self.text) or self.language)

    def query(self, page: int) -> str:
        """The address of another page of the same question."""
        said = {
            "q": self.text, "sprache": self.language, "einheit": self.unit, "anteil": self.share or "",
            "team": self.team,
        }  # fmt: skip
        return urlencode({key: value for key, value in {**said, "seite": page if page > 1 else ""}.items() if value})


@dataclass(frozen=True, slots=True)
class Who:
    """Who somebody is, where they work, and what they say of themselves."""

    key: UUID
    name: str
    post: str
    unit: str
    about: str
    share: int
    outside: bool


@dataclass(frozen=True, slots=True)
class Line(Who):
    """Somebody of the pool as others see them."""

    skills: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, PER_PAGE)


def find(actor: Actor, wanted: Wanted, *, on: date) -> Found:
    """Who offers all that is looked for; five statements.

    One of them finds everybody, by number alone: counting them in another would look through the pool twice.
    """
    if not wanted.asks:
        return Found((), 0)
    found = profiles_for(actor, on=on)
    for word in asked(wanted.text):
        found = found.filter(pk__in=Offer.objects.filter(skill__in=called_like(word)).values("profile"))
    if wanted.language:
        found = found.filter(spoken__language=wanted.language)  # once at most: so says the constraint
    if wanted.unit:
        there = Assignment.objects.filter(valid_on(on), post__unit__slug=wanted.unit)
        found = found.filter(account__person__in=there.values("person"))
    if wanted.share:
        found = found.filter(share__gte=wanted.share)
    keys = list(in_turn(found, f"{on}|{wanted.query(1)}").values_list("pk", flat=True))
    start = (wanted.page - 1) * PER_PAGE
    return Found(lines(keys[start : start + PER_PAGE], on=on), len(keys))


def in_turn(found: QuerySet[Profile], question: str) -> QuerySet[Profile]:
    """In an order drawn by lot: each profile's number, multiplied by one of the question and the day.

    Both are smaller than a prime, so another factor shuffles everybody anew and nobody is more often in front.
    """
    factor = 1 + int.from_bytes(hashlib.blake2b(question.encode(), digest_size=8).digest()) % (LOTS - 1)
    return found.order_by((F("lot") * Value(factor, BigIntegerField())) % Value(LOTS, BigIntegerField()), "pk")


def people(keys: Sequence[int], *, on: date) -> dict[int, Who]:
    """Who stands behind some profiles; two statements."""
    posts = _posts_of(keys, on=on)
    fields = ("pk", "key", "name", "organisation", "account", "about", "share")
    rows = Profile.objects.filter(pk__in=keys).values_list(*fields)
    found = {}
    for pk, key, name, organisation, account, about, share in rows:
        post, unit = posts.get(pk, ("", organisation))
        found[pk] = Who(key, name, post, unit, about, share, account is None)
    return found


def lines(keys: Sequence[int], *, on: date) -> tuple[Line, ...]:
    """Profiles as others see them, in the given order; four statements."""
    skills: dict[int, list[str]] = defaultdict(list)
    for profile, label in Offer.objects.filter(profile__in=keys).values_list("profile", "skill__label"):
        skills[profile].append(label)
    languages: dict[int, list[str]] = defaultdict(list)
    for profile, language in Spoken.objects.filter(profile__in=keys).values_list("profile", "language"):
        languages[profile].append(str(LANGUAGES.get(language, language)))
    found = people(keys, on=on)
    return tuple(
        Line(
            **asdict(found[pk]),
            skills=tuple(sorted(skills[pk], key=str.casefold)),
            languages=tuple(sorted(languages[pk])),
        )
        for pk in keys
        if pk in found
    )


def _posts_of(keys: Sequence[int], *, on: date) -> dict[int, tuple[str, str]]:
    """The post and unit somebody stands with: the first of those they hold on a day."""
    held = Assignment.objects.filter(valid_on(on), person__account__profile__in=keys).order_by("-post")
    fields = ("person__account__profile", "post__title", "post__unit__name")
    return {profile: (title, name) for profile, title, name in held.values_list(*fields)}


def expert(key: UUID, actor: Actor, *, on: date) -> Line | None:
    """One profile, if the actor may read it."""
    pk = profiles_for(actor, on=on).filter(key=key).values_list("pk", flat=True).first()
    return next(iter(lines([pk], on=on)), None) if pk is not None else None


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A team that somebody can be asked for, and the state of their place in it, if they have one."""

    slug: str
    name: str
    standing: str


def to_ask_for(key: UUID, actor: Actor, *, team: str = "") -> tuple[ToAsk, ...]:
    """The teams an actor can ask somebody of the pool for: those they lead, and the one they come from.

    Whoever has no log-in belongs to no team: they are asked by mail, in words.
    """
    person = askable(profile__key=key)
    if person is None:
        return ()
    place = Membership.objects.filter(team=OuterRef("pk"), account=person).exclude(standing=Standing.LEFT.value)
    rows = leading(actor, team).annotate(standing=Subquery(place.values("standing"))).order_by("name", "pk")
    return tuple(
        ToAsk(slug, name, standing or "") for slug, name, standing in rows.values_list("slug", "name", "standing")
    )


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One's own profile: the row, its skills with their numbers, and how others see it."""

    profile: Profile
    skills: tuple[tuple[int, str, bool], ...]
    languages: tuple[str, ...]
    seen: Line


def own_page(actor: Actor, *, on: date) -> OwnPage | None:
    """An actor's own profile, if they have one."""
    return kept_page(Profile.objects.filter(own(actor)).first(), on=on)


def kept_page(profile: Profile | None, *, on: date) -> OwnPage | None:
    """A profile for whoever keeps it."""
    if profile is None:
        return None
    skills = profile.offers.order_by("skill__label").values_list("skill", "skill__label", "skill__uri")
    languages = profile.spoken.order_by("language").values_list("language", flat=True)
    (seen,) = lines([profile.pk], on=on)
    unnamed = replace(seen, name="", post="", about="") if profile.shown == Shown.ASKED else seen
    return OwnPage(profile, tuple((pk, label, bool(uri)) for pk, label, uri in skills), tuple(languages), unnamed)


def units_of_pool() -> list[tuple[str, str]]:
    """All units by name, for the filter: never only those from which somebody is in the pool."""
    return list(Unit.objects.order_by("name").values_list("slug", "name"))


def outsiders(found: QuerySet[Profile]) -> list[Profile]:
    """Outside experts for those who keep them."""
    return list(found.order_by("name", "pk"))
