"""What all tests share: a house of their own, its people, the real data where it is at hand, a real browser."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.translation import activate

from . import engines, quality

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the test's thread
engines.prepare()

from querwerk.journal.actions import Actor  # noqa: E402 - needs the settings prepared above
from querwerk.search.insights import shelves  # noqa: E402
from querwerk.web import jinja  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "msedge")


@pytest.fixture
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs the shared data beside the repository (../shared/data)")
    return SHARED


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Tests roll the journal back, so a page or a word kept by its position would be shown to the next one."""
    cache.clear()
    jinja._words.cache_clear()
    shelves.forget()


@pytest.fixture(autouse=True)
def german() -> None:
    """Each test begins in the language of the house, whatever page the one before it opened."""
    activate("de")


@pytest.fixture
def carla() -> Actor:
    """Carla works in the staff unit."""
    return Actor(post="Stabsstelle", unit="VME", account="carla", roles=frozenset({"staff_unit"}))


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def browser_path() -> str | None:
    """The Chromium of this machine: ``CHROMIUM``, else the usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests run when they are asked for. Tests that open a page are browser tests: without a browser they say what
    to install, in CI they fail."""
    if "torture" not in config.option.markexpr:
        items[:] = [item for item in items if not item.get_closest_marker("torture")]
    driving = [item for item in items if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ()))]
    for item in driving:
        item.add_marker(pytest.mark.browser)
    if not any(item.get_closest_marker("browser") for item in items) or browser_path():
        return
    line = "no Chromium: sudo apt-get install -y --no-install-recommends chromium libatomic1"
    if engines.IN_CI:
        raise pytest.UsageError(line)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=line))


def pytest_sessionfinish() -> None:
    """What the numbered tests found goes into QUALITY.md, when the run was asked for it."""
    quality.write()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = browser_path()
    flags = "--disable-gpu --disable-quic --disable-background-networking --disable-component-update"
    args = [*flags.split(), "--disable-sync", "--no-first-run"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, **({"executable_path": found} if found else {}), "args": args}


@pytest.fixture(autouse=True)
def forget() -> None:
    """Pages and boards are remembered by journal position, which each test starts anew."""
    from tests import factories

    factories.forget()
