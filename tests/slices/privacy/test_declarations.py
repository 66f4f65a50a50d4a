"""A way to a person that nobody declared stops the start; so does a declaration that cannot be carried out."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from querwerk.privacy.queries import declared
from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key
from querwerk.structure.models import Account, Person

Said = partial(Personal, purpose="x", basis=Basis.TASK, keep=Keep(), readers=("self",))


def faults(said: dict[str, Any], **fields: Any) -> list[str]:
    """What is wrong with a table of these fields and declarations."""
    with isolate_apps("querwerk.privacy"):
        meta = type("Meta", (), {"app_label": "privacy"})
        table = type("Table", (models.Model,), {"__module__": __name__, "Meta": meta, "personal": said, **fields})
        return sorted(fault.partition(": ")[2] for fault in declared._faults(table))


def link(to: Any = Account, **options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(to, on_delete=models.CASCADE, related_name="+", **options)


def test_the_house_declares_every_way_to_a_person() -> None:
    assert declared.undeclared() == []
    assert [error for error in run_checks() if error.id == "querwerk.E005"] == []


@pytest.mark.parametrize("to", [Account, Person])
def test_a_foreign_key_to_somebody_must_be_declared(to: Any) -> None:
    assert faults({}, owner=link(to)) == ["an undeclared way to a person"]
    assert faults({"owner": Said(erase=Erase.DELETE)}, owner=link(to)) == []


def test_a_key_between_many_and_one_to_somebodys_row_are_ways_too() -> None:
    from querwerk.outbox.models import Mail

    many = models.ManyToManyField(Account, related_name="+")
    assert faults({}, members=many) == ["an undeclared way to a person"]
    assert faults({}, mail=link(Mail)) == ["an undeclared way to a person"]


def test_a_way_that_says_nothing_about_anybody_needs_a_reason() -> None:
    assert faults({"machine": Impersonal("a service, which is no person")}, machine=link()) == []
    with pytest.raises(ValueError, match="needs a reason"):
        Impersonal("")


@pytest.mark.parametrize("name", ["email", "owner", "user_agent", "created_by", "recipient", "last_name"])
def test_a_text_that_may_name_somebody_must_say_so(name: str) -> None:
    said = "may name somebody by its kind or name, and says nothing about it"
    assert faults({}, **{name: models.CharField(max_length=9)}) == [said]
    assert faults({}, title=models.CharField(max_length=9)) == []


def test_a_table_that_leads_to_somebody_declares_all_its_fields() -> None:
    said = {"owner": Said(erase=Erase.DELETE)}
    assert faults(said, owner=link(), at=models.DateTimeField()) == ["undeclared, in a table whose rows are somebody's"]


def test_a_field_that_is_gone_is_no_longer_declared() -> None:
    assert faults({"left": Impersonal("x")}) == ["declared, but there is no such field"]


def test_what_is_kept_or_left_out_of_the_export_needs_a_reason() -> None:
    for options in ({"erase": Erase.KEEP}, {"erase": Erase.DELETE, "export": False}):
        with pytest.raises(ValueError, match="needs a reason"):
            Said(**options)


def test_what_erasing_cannot_do_is_said_at_the_start() -> None:
    kept = Said(erase=Erase.KEEP, why_kept="x")
    assert faults({"owner": kept}, owner=link()) == ["it leads to a row that goes, so it cannot keep"]
    assert faults({"owner": Said(erase=Erase.BLANK)}, owner=link()) == [
        "it cannot be emptied, for it must point somewhere"
    ]
    gone = {"owner": Said(erase=Erase.DELETE)}
    text, day = partial(models.CharField, max_length=9), models.DateField
    assert faults({**gone, "note": Said(erase=Erase.BLANK)}, owner=link(), note=text()) == [
        "its row goes with the person, so it cannot blank"
    ]
    named = {"author": Said(erase=Erase.NAMELESS, link=by_key)}
    assert faults({**named, "day": Said(erase=Erase.DELETE)}, author=text(), day=day()) == [
        "it cannot delete its row, for nothing that leads to the person does"
    ]
    assert faults({**named, "day": Said(erase=Erase.NAMELESS)}, author=text(), day=day()) == [
        "it cannot become nameless, for it is no text"
    ]
    assert faults({**named, "note": Said(erase=Erase.CLOSE)}, author=text(), note=models.TextField()) == [
        "it cannot be closed, for it is no day"
    ]
