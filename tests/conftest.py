"""What all tests share: the people of the house, the real data where it is at hand, a real browser."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from querwerk.journal.actions import Actor

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the test's thread

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"needs the shared data at {SHARED}")
    return SHARED


@pytest.fixture
def carla() -> Actor:
    """Carla works in the staff unit."""
    return Actor(post="Stabsstelle", unit="VME", account="carla", roles=frozenset({"signed_in", "staff_unit"}))


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "msedge")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    flags = "--disable-gpu --disable-quic --disable-background-networking --disable-component-update"
    args = [*flags.split(), "--disable-sync", "--no-first-run"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, **({"executable_path": found} if found else {}), "args": args}
