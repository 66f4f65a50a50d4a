"""From a finding to an absurdity everybody may smile about: asked, agreed, published, mended; and back at any time.

Nobody agrees to what they asked for, and nobody publishes what they asked for or agreed to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.journal.queries import acted
from querwerk.search.actions import index, remove
from querwerk.structure.actions.change import free_slug
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import Unit

from ..access import CONSENT
from ..lifecycle import SHOWING_MOVES, Showing, State
from ..mails import tell_author, tell_unit
from ..models import Absurdity
from ..queries.absurdities import document
from .change import held_finding
from .stations import refuse_person


def ask_consent(finding: int, *, sentence: str, text: str, unit: Unit, by: Actor, at: datetime) -> Absurdity:
    """Whoever works on the trail asks the unit it is about whether everybody may see this; again after a no."""
    refuse_person(sentence=sentence, text=text)
    if not sentence.strip():
        raise Refused(_("Please say it in one sentence."), field="sentence")
    with transaction.atomic():
        about = held_finding(finding, by=by)
        if about.trail.state == State.DRAFT:
            raise Refused(_("Please release the trail in the house first: the unit reads it before it agrees."))
        found = Absurdity.objects.filter(finding=about).first()
        if found is not None and Showing.ASKED not in SHOWING_MOVES[Showing(found.showing)]:
            raise Refused(_("The unit has been asked already."))
        found = found or Absurdity(finding=about, slug=_address(sentence), version=0)
        before = None if found.pk is None else found.showing
        found.sentence, found.text, found.unit = sentence.strip(), text.strip(), unit
        found.showing, found.asked_on = Showing.ASKED.value, timezone.localdate(at)
        found.version += 1
        found.save()
        facts = {"showing": [before, found.showing], "unit": [None, unit.short]}
        record(Event("trails.consent_asked", about.thread, facts=facts), by=by, at=at)
        tell_unit(found, at=at)
    return found


def agree(slug: str, *, version: int, by: Actor, at: datetime) -> None:
    """The unit agrees, by its head or the deputy mayor above it: day and post are kept, the person is not."""
    with _moved(slug, Showing.AGREED, "consent_given", Verb.APPROVE, version=version, by=by, at=at) as found:
        if acted(found.finding.thread, "trails.consent_asked", account=by.account):
            raise Refused(_("You have asked for this consent yourself; somebody else gives it."))
        found.consent_on, found.consent_post = timezone.localdate(at), by.post or _("Head of office")
        tell_author(found, at=at)


def refuse(slug: str, *, version: int, by: Actor, at: datetime) -> None:
    """The unit does not agree, or no longer: what was published is gone at once. It owes nobody a reason."""
    with _moved(slug, Showing.REFUSED, "consent_refused", Verb.APPROVE, version=version, by=by, at=at) as found:
        found.consent_on, found.consent_post, found.published_on = None, "", None
        tell_author(found, at=at)


def publish(slug: str, *, version: int, by: Actor, at: datetime) -> None:
    """The staff unit shows it to everybody."""
    with _moved(slug, Showing.PUBLISHED, "absurdity_published", Verb.PUBLISH, version=version, by=by, at=at) as found:
        for event in ("trails.consent_asked", "trails.consent_given"):
            if acted(found.finding.thread, event, account=by.account):
                raise Refused(_("You have asked for this or agreed to it yourself; somebody else publishes it."))
        found.published_on = timezone.localdate(at)


def take_down(slug: str, *, version: int, by: Actor, at: datetime) -> None:
    """The staff unit takes it back into the house; the consent stays."""
    with _moved(slug, Showing.AGREED, "absurdity_taken_down", Verb.PUBLISH, version=version, by=by, at=at) as found:
        if found.published_on is None:
            raise Refused(_("This is not published."))
        found.published_on = None


def mend(
    slug: str, *, sentence: str, figures: Mapping[str, Any], picture: str, version: int, by: Actor, at: datetime
) -> None:
    """The happy end: since today it is better, in one sentence, with the figures and the picture of today."""
    if not sentence.strip():
        raise Refused(_("Please say it in one sentence."), field="sentence")
    refuse_person(sentence=sentence)
    with _held(slug, Verb.PUBLISH, version=version, by=by) as found:
        if found.showing != Showing.PUBLISHED:
            raise Refused(_("This is not published."))
        before = found.mended_sentence or None
        found.mended_on, found.mended_sentence = timezone.localdate(at), sentence.strip()
        found.mended_figures, found.mended_picture = dict(figures), picture
        found.save()
        index([document(found)])
        facts = {"mended": [before, found.mended_sentence]}
        record(Event("trails.absurdity_mended", found.finding.thread, facts=facts), by=by, at=at)


@contextmanager
def _moved(
    slug: str, to: Showing, event: str, verb: Verb, *, version: int, by: Actor, at: datetime
) -> Iterator[Absurdity]:
    """One step of an absurdity, with its entry."""
    with _held(slug, verb, version=version, by=by) as found:
        before = Showing(found.showing)
        if to not in SHOWING_MOVES[before]:
            raise Refused(_("This step does not fit the absurdity as it stands now."))
        found.showing = to.value
        yield found
        found.save()
        if to is Showing.PUBLISHED:
            index([document(found)])
        else:
            remove("absurdity", found.slug)
        facts = {"showing": [before.value, to.value], "unit": [found.unit.short, found.unit.short]}
        record(Event(f"trails.{event}", found.finding.thread, facts=facts), by=by, at=at)


@contextmanager
def _held(slug: str, verb: Verb, *, version: int, by: Actor) -> Iterator[Absurdity]:
    """An absurdity, held fast for one verb; refuses whoever may not, or has read other words than those that stand."""
    with transaction.atomic():
        rows = Absurdity.objects.select_for_update(of=("self",)).select_related("finding__trail", "unit")
        found = rows.filter(slug=slug).first()
        if found is None or not CONSENT.admits(by, verb, found.pk):
            raise Refused(_("Your post does not hold the right to do this."))
        if found.version != version:
            raise Overtaken(_("Somebody else was faster. Please read it again."))
        found.version += 1
        yield found


def _address(sentence: str) -> str:
    return free_slug(Absurdity, slug_of(sentence, 80) or "absurditaet", besides={"zustimmung"})
