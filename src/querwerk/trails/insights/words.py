"""Figures of trails in words: spans of time, counts, shares."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_HOUR = 1 / 24


def figure(value: float, places: int = 1) -> str:
    """A number as people write it here, without decimals that say nothing: 11; 4,5; 1.434."""
    whole = round(value, places)
    return number_format(whole, decimal_pos=0 if whole == int(whole) else places, force_grouping=True)


def share(value: float) -> str:
    """A share of 1 as per cent."""
    return _("%(share)s %%") % {"share": figure(value * 100, 0 if value >= 0.1 else 1)}


def times(count: int) -> str:
    """How often, short enough for an arrow: 47×, 1.434×, 12 Tsd.×."""
    if count >= 1_000_000:
        return _("%(count)s m×") % {"count": figure(count / 1_000_000)}
    if count >= 10_000:
        return _("%(count)sk×") % {"count": figure(count / 1_000, 0)}
    return f"{figure(count, 0)}×"


def span(days: float) -> str:
    """How long: 20 minutes, 5 hours, 3.5 days, without a precision that nobody believes."""
    if days < _HOUR:
        minutes = round(days * 1440)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": figure(minutes, 0)}
    if days < 1:
        hours = round(days / _HOUR, 1)
        return ngettext("%(n)s hour", "%(n)s hours", 1 if hours == 1 else 2) % {"n": figure(hours)}
    days = round(days, 1 if days < 20 else 0)
    return ngettext("%(n)s day", "%(n)s days", 1 if days == 1 else 2) % {"n": figure(days)}


#: Endings of German nouns by their article: what a paper is usually called. Others stand without one.
_ENDINGS = {
    "eine": (
        "akte", "anfrage", "anzeige", "beschwerde", "heit", "ion", "karte", "keit", "schaft", "tät", "ung", "vorlage",
    ),
    "ein": (
        "antrag", "ausweis", "auftrag", "beleg", "bericht", "bescheid", "beschluss", "brief", "dokument", "einspruch",
        "entwurf", "formular", "gesuch", "gutachten", "papier", "plan", "protokoll", "schein", "schreiben", "verfahren",
        "vermerk", "vertrag", "vorgang", "widerspruch", "zeugnis",
    ),
}  # fmt: skip


def hands_of(hands: float, paper: str) -> str:
    """The sentence that matters: through 11 hands passes a travel request."""
    words = {"n": figure(hands), "paper": _with_article(paper)}
    if words["paper"] == paper:
        return ngettext("%(paper)s: through %(n)s hand", "%(paper)s: through %(n)s hands", round(hands)) % words
    return ngettext("Through %(n)s hand passes %(paper)s", "Through %(n)s hands passes %(paper)s", round(hands)) % words


def _with_article(paper: str) -> str:
    """The name of a paper as it stands in a German sentence; as it is where the article is anybody's guess."""
    noun = paper.split(" ", 1)[0].lower()
    if (get_language() or "").startswith("de"):
        for article, endings in _ENDINGS.items():
            if noun.endswith(endings):
                return f"{article} {paper}"
    return paper
