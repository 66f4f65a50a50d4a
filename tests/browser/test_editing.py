"""Carla edits a sheet in a real browser: by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import House

EDIT = "/leitprojekte/urbanes-gruen/bearbeiten/"


@pytest.fixture
def desk(page: Page, house: House) -> Page:
    """A page with Carla logged in."""
    house.log_in(page)
    return page


def test_carla_plans_a_milestone_by_keyboard_alone(desk: Page) -> None:
    desk.goto(EDIT)
    desk.get_by_role("link", name="Meilenstein planen").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Meilenstein", exact=True).focus()
    desk.keyboard.type("Baumfest")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Herbst 2027")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Der Meilenstein ist geplant.")).to_be_visible()
    expect(desk.get_by_text("Baumfest: Herbst 2027 geplant")).to_be_visible()
