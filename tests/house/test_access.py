"""One table says who may do what, for every address and for nothing else."""

from __future__ import annotations

from django.urls import path

from querwerk.structure.models import Post
from querwerk.web import checks
from querwerk.web.access import ANYONE, SIGNED_IN, TABLE
from querwerk.web.checks import every_address_has_a_row, url_names


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(url_names()) == sorted(TABLE)


def test_an_address_without_a_row_stops_the_start(monkeypatch) -> None:
    assert every_address_has_a_row(None) == []
    names = [*url_names(), "projects:secret"]
    monkeypatch.setattr(checks, "url_names", lambda: names)
    assert [error.id for error in every_address_has_a_row(None)] == ["querwerk.E001"]


def test_an_unnamed_address_is_an_address_without_a_row() -> None:
    class Resolver:
        url_patterns = (path("geheim/", lambda request: None),)

    assert url_names(Resolver()) == ["unnamed geheim/"]


def test_the_table_knows_no_role_that_nobody_can_have() -> None:
    possible = {ANYONE, SIGNED_IN, *Post.Role.values}
    assert {role for row in TABLE.values() for role in row.roles} <= possible
    assert all(row.roles for row in TABLE.values())


def test_what_changes_something_is_open_to_nobody_without_a_log_in() -> None:
    changing = {name for name, row in TABLE.items() if row.verb in ("create", "edit", "publish")}
    assert {name for name in changing if ANYONE in TABLE[name].roles} == set()
    assert "projects:edit" in changing  # negative control: there is something to close
