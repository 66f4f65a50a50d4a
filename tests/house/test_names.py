"""Names say what a thing is; finished code says so too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from .tree import functions, modules, texts

DRAWERS = {"utils", "util", "helpers", "helper", "services", "signals", "common", "managers", "misc", "shared"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b|pragma: no cover")
EMPTY_VERBS = re.compile(r"^(process|handle)_(?!view$|request$)")  # hooks of Django and of the server


def drawers(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if DRAWERS & set(path.removesuffix(".py").split("/"))]


def unfinished(files: dict[str, str]) -> list[str]:
    code = {path: text for path, text in files.items() if path.startswith(("src/", "tools/", "tests/", "bench/"))}
    return [
        f"{path}:{number}"
        for path, text in code.items()
        for number, line in enumerate(text.splitlines(), 1)
        if UNFINISHED.search(line) and path != "tests/house/test_names.py"
    ]


def silent(trees: dict[str, ast.Module]) -> list[str]:
    """Modules, and public functions and classes at the top of a module, without a docstring.

    Views (they take a request first) are named by their address and their template and may go without.
    """
    found = []
    for path, tree in trees.items():
        if "/migrations/" in path or not tree.body:
            continue
        if not ast.get_docstring(tree) and path.rsplit("/", 1)[-1] not in ("apps.py", "urls.py"):
            found.append(path)
        public = [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
        found += [f"{path}:{function.lineno} {function.name}" for function in public if not _speaks(function)]
    return found


def _speaks(function: ast.FunctionDef) -> bool:
    is_view = [argument.arg for argument in function.args.args[:1]] == ["request"]
    return is_view or ast.get_docstring(function) is not None


def empty_verbs(trees: dict[str, ast.Module]) -> list[str]:
    return [f.name for path, tree in trees.items() for f in functions(tree) if EMPTY_VERBS.match(f.name)]


def test_there_is_no_drawer_without_a_name() -> None:
    assert drawers(texts()) == []


def test_a_drawer_would_be_found() -> None:
    assert drawers(["src/querwerk/common/a.py", "src/querwerk/web/utils.py", "src/querwerk/web/access.py"]) == [
        "src/querwerk/common/a.py",
        "src/querwerk/web/utils.py",
    ]


def test_nothing_is_left_unfinished() -> None:
    assert unfinished(texts()) == []


def test_something_unfinished_would_be_found() -> None:
    assert unfinished({"src/a.py": "x = 1\n# TODO later", "src/b.py": "todo = 1"}) == ["src/a.py:2"]


def test_every_module_and_public_function_says_what_it_means() -> None:
    assert silent(modules()) == []


def test_a_silent_function_would_be_found() -> None:
    code = """
def said():
    '''Said.'''

def _own(): ...

def view(request): ...

def unsaid(): ...
"""
    assert silent({"src/a.py": ast.parse(code)}) == ["src/a.py", "src/a.py:9 unsaid"]


def test_functions_carry_verbs_of_the_domain() -> None:
    assert empty_verbs(modules()) == []


def test_an_empty_verb_would_be_found() -> None:
    assert empty_verbs({"a.py": ast.parse("def handle_project():\n    pass")}) == ["handle_project"]
