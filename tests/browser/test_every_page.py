"""Every page that anybody may read, taken from the access table: accessible, small, silent, in both languages."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import BrowserContext, Page

from .conftest import PUBLIC_PAGES, House, Serious, Watch, filled_in, sideways


def address(name: str, house: House, language: str = "de") -> str:
    with override(language):
        return reverse(name, args=filled_in(name, house.home))


@pytest.fixture(params=PUBLIC_PAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_page_has_a_title_one_heading_and_its_language(page: Page, house: House, name: str) -> None:
    for language in ("de", "en"):
        answer = page.goto(address(name, house, language))
        assert answer is not None
        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert page.title().endswith(" – Querwerk")
        assert page.locator("main").count() == 1


def test_axe_finds_nothing_serious_in_light_or_dark(page: Page, house: House, name: str, serious: Serious) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(address(name, house))
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    assert serious(page, "color-contrast") == []


def test_a_page_does_not_scroll_sideways_on_a_small_phone(page: Page, house: House, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address(name, house))
    assert sideways(page) == 0


def test_paper_is_black_on_white_and_carries_no_navigation(page: Page, house: House, name: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address(name, house))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    for part in (".qw-head nav", ".qw-search", ".qw-foot nav"):
        assert page.locator(part).locator("visible=true").count() == 0


def test_axe_would_notice(page: Page, serious: Serious) -> None:
    """Negative control: a picture without words is found, and text too pale on paper or too dark at night."""
    page.goto("/impressum/")
    page.evaluate(
        """() => {
            const picture = document.createElement("img"); picture.src = "/static/web/mark.svg";
            document.querySelector("main").append(picture);
            document.querySelector("h1").style.color = "#eeeeee";
        }"""
    )
    assert {finding.partition(":")[0] for finding in serious(page)} == {"image-alt", "color-contrast"}
    page.evaluate("document.querySelector('h1').style.color = '#333333'")
    assert serious(page, "color-contrast") == []
    page.emulate_media(color_scheme="dark")
    assert len(serious(page, "color-contrast")) == 1


def test_the_watch_would_notice(watch: Watch, context: BrowserContext) -> None:
    """Negative control: a picture from elsewhere and an inline style are noticed."""
    page = context.new_page()
    watch.look_at(page)
    page.goto("/impressum/")
    page.evaluate(
        """() => {
            const style = document.createElement("style"); style.textContent = "p {}"; document.body.append(style);
        }"""
    )
    page.goto("data:text/html,<img src='http://elsewhere.invalid/x.png'>")
    page.wait_for_load_state()
    assert watch.foreign == ["http://elsewhere.invalid/x.png"]
    assert any("Content Security Policy" in complaint for complaint in watch.complaints)


def test_the_ruler_would_notice(page: Page) -> None:
    """Negative control: something wide does scroll sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/impressum/")
    page.evaluate(
        """() => {
            const wide = document.createElement("div"); wide.style.width = "500px"; wide.style.height = "9px";
            document.querySelector("main").append(wide);
        }"""
    )
    assert sideways(page) > 100
