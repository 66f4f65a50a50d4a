"""Paper trails, findings and inquiries of the house that is swept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl
from django.utils import timezone

from querwerk.intake.models import Asker, Campaign, Inquiry, InquiryFile, Remark
from querwerk.trails.insights.packed import to_bytes
from querwerk.trails.models import Absurdity, Authorship, Finding, Import, Log, Slip, Stamp, Station, Trail

from .planting import LATER, TOLD, moment

if TYPE_CHECKING:
    from .world import World


def lay_trails(world: World) -> None:
    """What people count, what they found in it, and what they ask about it."""
    _asked(world)
    _modelled(world)
    _slips(world)
    _brought(world)
    _found(world)


def _modelled(world: World) -> None:
    """Paper trails: drafts of two people, one that the house reads, one that everybody reads."""
    plant = world.planting.row
    for author, state in (
        ("employee", "draft"), ("staff_unit", "draft"), ("project_lead", "shared"), ("employee", "published")
    ):  # fmt: skip
        about = TOLD if state == "published" else f"{state}-trail {author}"
        trail = plant(Trail, about, state=state, unit=None)
        Authorship.objects.create(trail=trail, account=world.accounts[author].username)
        plant(Station, about, trail=trail, position=1, unit=None)
        world.trails[f"{state}-trail {author}"] = trail
        world.logs[f"{state}-trail {author}"] = plant(
            Log, about, trail=trail, source="csv", imported_at=moment(LATER), cases=1, events=2, packed=_packed()
        )


def _packed() -> bytes:
    """One paper that passes two stations."""
    moments = [moment(LATER), moment(LATER) + timedelta(days=1)]
    at = pl.Series(moments, dtype=pl.Datetime("us", "UTC"))
    return to_bytes(pl.DataFrame({"case": [1, 1], "station": ["Amt", "Leitung"], "at": at}))


def _slips(world: World) -> None:
    """A paper on the way of a draft of the employee, and one on a way that the house reads."""
    plant = world.planting.row
    for state in ("draft", "shared"):
        about = f"{state}-trail employee"
        trail = plant(Trail, about, slug=f"slips-{state}", state=state, unit=None)
        Authorship.objects.create(trail=trail, account=world.accounts["employee"].username)
        stop = plant(Station, about, trail=trail, position=1, unit=None)
        slip = plant(Slip, "nobody's", trail=trail, number=1, ended_at=None, expires_on=timezone.localdate())
        plant(Stamp, "nobody's", slip=slip, station=stop, mark="arrived", returned_to=None)


def _brought(world: World) -> None:
    """Event logs that somebody has brought and not read in yet."""
    for name in ("employee", "staff_unit"):
        world.imports[name] = world.planting.row(
            Import, f"import {name}", account=world.accounts[name].username, trail=None, log=None, state="refused",
            opened_at=timezone.now(),
        )  # fmt: skip


def _found(world: World) -> None:
    """Findings on trails of the house, on their way to everybody: about an office inside and outside, and published."""
    plant = world.planting.row
    for name, author, showing in (
        ("in", "outsider", "asked"), ("out", "outsider", "agreed"), ("employee", "employee", "refused"),
        ("published", "outsider", "published"),
    ):  # fmt: skip
        about, open_to_all = f"finding {author}", showing == "published"
        trail = plant(Trail, about, state="shared", unit=None)
        Authorship.objects.create(trail=trail, account=world.accounts[author].username)
        picture, post = world.planting.word(), world.planting.word()
        finding = plant(Finding, about, trail=trail, figures={"hands": 11}, picture=picture)
        agreed = showing in ("agreed", "published")
        found = plant(
            Absurdity, TOLD if open_to_all else f"absurdity {name}", finding=finding, showing=showing,
            unit=world.units["in-office" if name == "in" else "out-office"], mended_sentence="", mended_picture="",
            consent_on=LATER if agreed else None, consent_post=post if agreed else "",
            published_on=LATER if open_to_all else None,
        )  # fmt: skip
        world.planting.note(picture, finding, "picture", TOLD if open_to_all else about)
        world.planting.note(post, found, "consent_post", f"absurdity {name}")
        world.absurdities[name] = found


def _asked(world: World) -> None:
    """What somebody asks the staff unit, what the staff unit asks itself, what is not sent yet, and campaigns."""
    plant = world.planting.row
    for name in ("employee", "office_head", "staff_unit"):
        _inquiry(world, name, f"inquiry {name}", name, "submitted")
    for name in ("employee", "resident"):
        _inquiry(world, f"draft {name}", f"unsent {name}", name, "draft")
    for name, public in (("public", True), ("house", False)):
        about = TOLD if public else "campaign house"
        world.campaigns[name] = plant(Campaign, about, slug=f"campaign-{name}", public=public,
                                      opens_on=timezone.localdate(), closes_on=timezone.localdate())  # fmt: skip


def _inquiry(world: World, name: str, about: str, whose: str, state: str) -> None:
    plant = world.planting.row
    found = plant(Inquiry, about, state=state, campaign=None, unit=None, secrecy="house", answer="",
                  received_at=moment(LATER))  # fmt: skip
    plant(Asker, whose, inquiry=found, account=world.accounts[whose].username, digest=None)
    plant(Remark, about, inquiry=found, side="staff_unit", said_on=LATER)
    plant(InquiryFile, about, inquiry=found, kind="pdf", size=1)
    world.inquiries[name] = found
