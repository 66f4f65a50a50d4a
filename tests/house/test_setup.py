"""Setting up on a machine where something is missing says what to type, and leaves nothing half done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .tree import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository's scripts, without an environment."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    return tmp_path


def fake_python(folder: Path, body: str) -> Path:
    path = folder / "python-of-this-machine"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def set_up(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PY": python}
    return subprocess.run(
        [str(folder / "tools" / "setup.sh"), "demo"], env=environment, capture_output=True, text=True, check=False
    )


def test_a_machine_without_python_is_told_what_to_install(copy: Path) -> None:
    run = set_up(copy, "python-that-is-not-there")
    assert run.returncode == 1
    assert run.stderr == "Es fehlt Python 3.11 oder neuer: sudo apt-get install -y python3 python3-venv\n"


def test_an_old_python_is_told_so_and_how_to_choose_another(copy: Path) -> None:
    old = fake_python(copy, 'if [ "$1" = -V ]; then echo Python 3.9.2; else exit 1; fi')
    run = set_up(copy, str(old))
    assert run.returncode == 1
    assert run.stderr == (
        "Querwerk braucht Python 3.11 oder neuer; hier ist Python 3.9.2. Ein neueres wählen: make demo PY=python3.12\n"
    )


def test_a_python_without_venv_is_told_the_package_and_leaves_nothing_behind(copy: Path) -> None:
    body = f'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; exit 1; else exec {sys.executable} "$@"; fi'
    run = set_up(copy, str(fake_python(copy, body)))
    assert run.returncode == 1
    assert run.stderr == ("Es fehlt das Paket für virtuelle Umgebungen: sudo apt-get install -y python3-venv\n")
    assert not (copy / ".venv").exists()


def test_without_chromium_the_line_to_type_is_printed_and_ci_fails(copy: Path) -> None:
    tools = copy / "bin"
    tools.mkdir()
    (tools / "id").write_text("#!/bin/sh\necho 1000\n")
    (tools / "id").chmod(0o755)
    shell = shutil.which("sh") or "sh"
    answers = {}
    for ci in ("", "true"):
        environment = {"PATH": str(tools), "CI": ci}
        answers[ci] = subprocess.run(
            [shell, str(copy / "tools" / "browser.sh")], env=environment, capture_output=True, text=True, check=False
        )
    line = "sudo apt-get install -y --no-install-recommends chromium libatomic1"
    assert answers[""].returncode == 0
    assert answers[""].stderr.splitlines() == [
        f"Für die Prüfungen im Browser fehlt Chromium: {line}",
        "Sie werden übersprungen.",
    ]
    assert answers["true"].returncode == 1
