"""Pages ask nobody else, run no script, and keep style in the style sheet."""

from __future__ import annotations

import re

from .tree import SOURCE, templates, texts

INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
#: An address that a browser would fetch by itself; a link that people click may lead elsewhere.
FOREIGN = re.compile(
    r"""(?:src|srcset|action|poster|<link[^>]*href)=["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import"""
)
UNSAFE = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+false|\bMarkup\(")

#: Files that people take along: they open without the house, so their style travels inside.
TAKEN_ALONG = {"src/querwerk/delivery/jinja2/delivery/standalone.html"}


def matches(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    return [
        f"{path}:{number}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def unsafe(files: dict[str, str]) -> list[str]:
    """Places that switch escaping off in a template without a comment on the same line that says why."""
    found = matches(UNSAFE, files)
    lines = {f"{path}:{n}": line for path, text in files.items() for n, line in enumerate(text.splitlines(), 1)}
    return [place for place in found if "{#" not in lines[place]]


def styles() -> dict[str, str]:
    return {path: text for path, text in texts().items() if path.startswith("src/") and path.endswith((".css", ".svg"))}


def test_templates_have_no_inline_style_and_no_inline_script() -> None:
    pages = {path: text for path, text in templates().items() if path not in TAKEN_ALONG}
    assert matches(INLINE, pages) == []
    assert set(templates()) >= TAKEN_ALONG


def test_inline_style_and_script_would_be_found() -> None:
    page = (
        '<p class="style-guide">\n<p style="color:red">\n<a onclick="x()">\n<script>x()</script>\n<script src="x.js">'
    )
    assert matches(INLINE, {"a.html": page}) == ["a.html:2", "a.html:3", "a.html:4"]


def test_no_page_and_no_style_sheet_asks_another_host() -> None:
    vendored = {path.name: path.read_text() for path in SOURCE.glob("web/static/**/vendor/**/*.css")}
    assert matches(FOREIGN, {**templates(), **styles(), **vendored}) == []
    assert "kern.min.css" in vendored


def test_another_host_would_be_found() -> None:
    page = (
        '<a href="https://example.org/">\n<img src="https://example.org/a.png">\n<img src="//example.org/a.png">\n'
        '<link rel="stylesheet" href="https://example.org/a.css">\na { background: url(https://example.org/a.png) }\n'
        "a { background: url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'\") }"
    )
    assert matches(FOREIGN, {"a.html": page}) == ["a.html:2", "a.html:3", "a.html:4", "a.html:5"]


def test_escaping_is_never_switched_off_without_a_reason() -> None:
    assert unsafe(templates()) == []


def test_escaping_switched_off_would_be_found() -> None:
    page = "{{ text }}\n{{ text|safe }}\n{{ cleaned|safe }} {# cleaned by texts.cleaned #}"
    assert unsafe({"a.html": page}) == ["a.html:2"]


def test_a_script_stands_only_where_a_browser_can_do_something_in_no_other_way() -> None:
    """A passkey (ADR 0010), a press or a long text without a network (ADR 0016), what others do at a board (ADR 0019),
    a look while somebody types (ADR 0020): small modules, with a way without them."""
    scripts = sorted(path for ending in ("js", "mjs", "ts") for path in SOURCE.rglob(f"*.{ending}"))
    assert [path.name for path in scripts] == ["board.js", "offline.js", "passkeys.js", "similar.js", "slips.js"]
    assert [
        path.name for path in scripts if path.read_text().count("\n") > (280 if path.name == "board.js" else 120)
    ] == []
    assert list(SOURCE.rglob("*.css")) != []  # negative control: the search finds what is there


def test_every_page_has_its_template_in_its_own_slice() -> None:
    wrong = [
        path
        for path in templates()
        if not re.search(r"src/querwerk/(\w+)/jinja2/(\1|components|kern)/|web/jinja2/", path)
    ]
    assert wrong == []
