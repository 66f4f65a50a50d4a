"""What the documents say is true: commands, links, settings, paths, terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from querwerk.web.cli import app
from tools import docs

from .tree import ROOT, SOURCE, name, texts

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"`([\w./<>*-]+/[\w.<>*-]*)`")


def documents() -> dict[str, str]:
    """Every document, by its path."""
    return {path: text for path, text in texts().items() if path.endswith(".md")}


def code_of(text: str) -> Iterable[str]:
    return _CODE.findall(text)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def command_names() -> set[str]:
    """``init``, ``journal verify``, ...: every command and every group of commands."""
    return set(re.findall(r"^## querwerk (.+)$", docs.commands(), re.MULTILINE))


def unknown_targets(files: dict[str, str]) -> list[str]:
    said = {(path, word) for path, text in files.items() for code in code_of(text) for word in _made(code)}
    return sorted(f"{path}: make {word}" for path, word in said if word not in make_targets())


def _made(code: str) -> list[str]:
    return re.findall(r"(?:^|[`\n;&|])\s*make ([a-z-]+)", code)


def unknown_commands(files: dict[str, str]) -> list[str]:
    known = command_names()
    found = []
    for path, text in files.items():
        for words in (words for code in code_of(text) for words in _called(code)):
            one, two = words[0], " ".join(words[:2])
            if one not in known and two not in known:
                found.append(f"{path}: querwerk {two}")
    return sorted(found)


def _called(code: str) -> list[list[str]]:
    lines = re.findall(r"(?:^|[`\n;&|]|bin/)\s*querwerk ([a-z][^`\n]*)", code)
    return [re.findall(r"[a-z]+", line.split(" -")[0]) for line in lines]


def anchors(text: str) -> set[str]:
    """The addresses of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(files: dict[str, str]) -> list[str]:
    found = []
    for path, text in files.items():
        for link in _LINK.findall(_CODE.sub("", text)):
            if "://" in link or link.startswith("mailto:"):
                continue
            target, _, anchor = link.partition("#")
            file = (ROOT / path).parent / target if target else ROOT / path
            if not file.exists() or (anchor and anchor not in anchors(file.read_text())):
                found.append(f"{path}: {link}")
    return found


def missing_paths(files: dict[str, str]) -> list[str]:
    """Paths in code marks that lead nowhere: looked for at the top, in the package, in the tests."""
    said = {(path, word) for path, text in files.items() for word in _PATH.findall(text) if "<" not in word}
    return sorted(
        f"{path}: {word}"
        for path, word in said
        if not word.startswith((".", "/", "var/", "http"))
        and not any(
            list(top.glob(word.rstrip("/"))) for top in (ROOT, SOURCE, SOURCE / "web", ROOT / "tests", ROOT / "docs")
        )
    )


def test_every_make_target_the_documents_name_exists() -> None:
    assert unknown_targets(documents()) == []


def test_every_make_target_is_explained_where_newcomers_look() -> None:
    said = {word for code in code_of(documents()["CONTRIBUTING.md"]) for word in _made(code)}
    assert make_targets() - said - {"help", "setup"} == set()


def test_every_command_the_documents_name_exists() -> None:
    assert app.registered_commands
    assert unknown_commands(documents()) == []


def test_every_link_between_documents_resolves() -> None:
    assert dead_links(documents()) == []


def test_every_path_the_documents_name_exists() -> None:
    assert missing_paths({path: text for path, text in documents().items() if path != "CHANGELOG.md"}) == []


def test_false_words_in_a_document_would_be_found() -> None:
    text = "Type `make gold` or `make test`, then `querwerk fly --high` or `querwerk init`. See [this](nowhere.md)"
    assert unknown_targets({"a.md": text}) == ["a.md: make gold"]
    assert unknown_commands({"a.md": text}) == ["a.md: querwerk fly"]
    assert dead_links({"a.md": text + " [and](README.md#no-such-heading)"}) == [
        "a.md: nowhere.md",
        "a.md: README.md#no-such-heading",
    ]
    assert missing_paths({"a.md": "`web/access.py` and `web/excess.py`"}) == ["a.md: web/excess.py"]


def test_the_generated_pages_say_what_the_code_says() -> None:
    assert docs.outdated() == []


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    code = [path.read_text() for path in (*SOURCE.rglob("*.py"), ROOT / "tests" / "engines.py")]
    used = {word for text in code for word in re.findall(r"QUERWERK_[A-Z_]*[A-Z](?![A-Z_])", text)}
    documented = set(re.findall(r"^\| `(QUERWERK_[A-Z_]+)`", documents()["docs/reference/settings.md"], re.MULTILINE))
    assert documented == used


def test_every_setting_has_the_default_that_its_page_names() -> None:
    settings = (SOURCE / "web" / "settings.py").read_text()
    rows = re.findall(r"^\| `(QUERWERK_\w+)` \| (.*?) \|", documents()["docs/reference/settings.md"], re.MULTILINE)
    defaults = {key: value.strip("`") for key, value in rows if value.startswith("`")}
    wrong = [key for key, value in defaults.items() if f'"{key}", {value}' not in settings]
    assert wrong == []
    assert "QUERWERK_DEBUG" in defaults


def test_every_decision_is_listed_in_the_order_of_its_number() -> None:
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert _LINK.findall(documents()["docs/adr/README.md"]) == records
    assert [int(record[:4]) for record in records] == list(range(1, len(records) + 1))


def test_both_readmes_lead_to_the_same_commands() -> None:
    english, german = (
        [line for line in (ROOT / file).read_text().splitlines() if line.startswith(("make ", "git clone"))]
        for file in ("README.md", "README.de.md")
    )
    assert english == german


# -- the glossary


def glossary() -> list[tuple[str, str]]:
    """German term and identifier of every row."""
    return re.findall(r"^\| ([^|]+?) \| `([^`|]+)`", documents()["GLOSSARY.md"], re.MULTILINE)


def unknown_identifiers(rows: Iterable[tuple[str, str]]) -> list[str]:
    code = "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if "migrations" not in name(path))
    words = set(re.findall(r"\w+", code))
    return [identifier for _, identifier in rows if not set(identifier.split(".")) <= words]


def test_every_identifier_of_the_glossary_is_in_the_code() -> None:
    assert len(glossary()) > 40
    assert unknown_identifiers(glossary()) == []


def test_an_invented_identifier_would_be_found() -> None:
    assert unknown_identifiers([("Leitprojekt", "Project"), ("Einhorn", "UnicornProject")]) == ["UnicornProject"]


def test_a_german_term_has_one_identifier() -> None:
    terms = [term for term, _ in glossary()]
    assert sorted(set(terms)) == sorted(terms)
