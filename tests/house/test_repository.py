"""What the repository must and must not hold."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import vendor

from .tree import ROOT, texts

REGISTRIES = re.compile(r"(pypi|pythonhosted|npmjs|crates|rubygems|jsdelivr|unpkg|cdnjs|googleapis)\.(org|com|io|net)")
MACHINE = re.compile(r"""["'( =`](/(work|farm|root|tmp|home|opt)/)[a-z]""")

MERGE = re.compile(r"^(<{7}|>{7}) ")


def mentions(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    return [
        f"{path}:{number}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert mentions(REGISTRIES, texts()) == []
    assert not (ROOT / "uv.lock").exists()


def test_a_registry_would_be_found() -> None:
    hosts = ["files.python" + "hosted.org", "registry.npm" + "js.org", "querwerk.invalid"]
    assert mentions(REGISTRIES, {"a.txt": "\n".join(hosts)}) == ["a.txt:1", "a.txt:2"]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert mentions(MACHINE, texts()) == []


def test_a_path_of_a_machine_would_be_found() -> None:
    lines = [
        "see /" + "home/carla/querwerk",
        "see var/querwerk.sqlite3",
        "'/" + "tmp/report.pdf'",
        "/usr/lib/postgresql",
    ]
    assert mentions(MACHINE, {"a.py": "\n".join(lines)}) == ["a.py:1", "a.py:3"]


def test_no_file_holds_the_marks_of_an_unfinished_merge() -> None:
    assert mentions(MERGE, texts()) == []


def test_the_marks_of_a_merge_would_be_found() -> None:
    assert mentions(MERGE, {"a.css": "a {}\n" + "<" * 7 + " HEAD\nb {}\n" + ">" * 7 + " main\n"}) == [
        "a.css:2",
        "a.css:4",
    ]


# -- living people


def family_names(portfolio: Path) -> set[str]:
    """The family names of the elected heads that the shared file names."""
    themes = json.loads(portfolio.read_text())["themes"]
    return {head["name"].split()[-1] for theme in themes for head in theme["heads"]}


def naming(names: set[str], files: dict[str, str]) -> list[str]:
    return mentions(re.compile(rf"\b({'|'.join(map(re.escape, sorted(names)))})\b"), files)


@pytest.mark.shared_data
def test_no_living_person_is_named_anywhere(shared_data: Path) -> None:
    names = family_names(shared_data / "karlsruhe" / "portfolio.json")
    assert len(names) == 9
    assert naming(names, texts()) == []


@pytest.mark.shared_data
def test_a_living_person_would_be_found(shared_data: Path) -> None:
    names = family_names(shared_data / "karlsruhe" / "portfolio.json")
    assert naming(names, {"demo.json": f'{{"head": "Dr. {min(names)}"}}', "a.md": "Carla"}) == ["demo.json:1"]


# -- what is vendored


def test_every_vendored_file_is_the_one_in_the_lock() -> None:
    assert vendor.strays(vendor.lock()) == []


def test_a_changed_a_missing_and_an_unknown_vendored_file_would_be_found(tmp_path: Path) -> None:
    for top in (vendor.KERN, vendor.FONTS):
        shutil.copytree(vendor.SOURCE / top, tmp_path / top)
    assert vendor.strays(vendor.lock(), tmp_path) == []
    style = tmp_path / vendor.KERN / "kern.min.css"
    style.write_text(style.read_text() + " ")
    (tmp_path / vendor.FONTS / "FiraSans-Bold.ttf").unlink()
    (tmp_path / vendor.KERN / "more.js").write_text("")
    assert vendor.strays(vendor.lock(), tmp_path) == [
        f"{vendor.FONTS}/FiraSans-Bold.ttf: missing",
        f"{vendor.KERN}/kern.min.css: changed",
        f"{vendor.KERN}/more.js: not in the lock",
    ]


# -- how it is installed and tested


def test_every_package_of_the_list_carries_its_hashes() -> None:
    text = (ROOT / "requirements-dev.txt").read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert len(packages) > 50


def test_ci_runs_exactly_the_commands_of_the_readme() -> None:
    read = "awk '/^## /{wanted = /^## Test/} wanted && /^make /' README.md"
    assert read in (ROOT / ".ci" / "run").read_text()
    run = subprocess.run(["sh", "-c", read], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["make check", "make test"]


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = text.partition("dependencies = [\n")[2].partition("\n]")[0]
    assert [line for line in block.splitlines() if "  # " not in line] == []


# -- how others find it

#: What the standard asks of every publiccode.yml, as keys at the start of a line or below another key.
PUBLICCODE = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
    "description", "legal", "maintenance", "localisation",
}  # fmt: skip


def publiccode_faults(text: str) -> list[str]:
    keys = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    faults = [f"no {key}" for key in sorted(PUBLICCODE - keys)]
    short = re.findall(r'shortDescription: "(.*)"', text)
    long = [" ".join(part.split()) for part in re.findall(r"longDescription: >\n((?: {6}.*\n)+)", text)]
    faults += [f"short description of {len(part)} characters" for part in short if len(part) > 150]
    faults += [f"long description of {len(part)} characters" for part in long if not 150 <= len(part) <= 10_000]
    return faults + ([] if len(short) == len(long) == 2 else ["not described in two languages"])


def test_publiccode_says_what_the_standard_asks() -> None:
    assert publiccode_faults((ROOT / "publiccode.yml").read_text()) == []


def test_a_missing_key_and_a_long_short_description_would_be_found() -> None:
    text = (ROOT / "publiccode.yml").read_text()
    broken = text.replace("softwareType:", "softwareTyp:").replace("Die Querstruktur", "Die Querstruktur " * 20)
    assert publiccode_faults(broken) == ["no softwareType", "short description of 415 characters"]


def test_one_version_everywhere() -> None:
    version = re.findall(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert re.findall(r'^softwareVersion: "(.*)"', (ROOT / "publiccode.yml").read_text(), re.MULTILINE) == version
    assert re.findall(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[:1] == version
