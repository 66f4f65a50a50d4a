"""Writes happen in actions and exchange, below them only in the floors that keep their own tables."""

from __future__ import annotations

import ast
import subprocess
import sys

from .tree import SOURCE, modules

#: Parts of a path in which rows may be written.
WRITERS = {"actions", "exchange", "migrations", "journal", "search"}
WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "acreate"}
#: Write only when called on a queryset, or without a positional argument: a dict has update, a document has save.
AMBIGUOUS = {"update", "save", "delete"}


def writes(trees: dict[str, ast.Module]) -> list[str]:
    return [
        f"{path}:{call.lineno} .{call.func.attr}()"
        for path, tree in trees.items()
        if not WRITERS & set(path.removesuffix(".py").split("/"))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _writes_rows(call, call.func)
    ]


def _writes_rows(call: ast.Call, function: ast.Attribute) -> bool:
    if function.attr in WRITES:
        return True
    if function.attr == "update":
        return ".objects" in ast.unparse(function.value) or ".filter(" in ast.unparse(function.value)
    return function.attr in AMBIGUOUS and not call.args


def clocks(trees: dict[str, ast.Module]) -> list[str]:
    """Actions are told the time; they do not look at a clock."""
    return [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        if "/actions" in path or "/analysis" in path
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr in ("now", "today", "localdate", "localtime", "utcnow") and not call.args
    ]


def test_rows_are_written_by_actions_and_exchange_only() -> None:
    assert writes(modules()) == []


def test_a_write_elsewhere_would_be_found() -> None:
    code = """
Project.objects.filter(slug=slug).update(name=name)
Project.objects.create(name=name)
project.save()
options.update(name=name)
document.save(path)
"""
    found = writes({"src/querwerk/projects/views.py": ast.parse(code)})
    assert [line.rsplit(" ", 1)[1] for line in found] == [".update()", ".create()", ".save()"]
    assert writes({"src/querwerk/projects/actions/change.py": ast.parse(code)}) == []


def test_actions_and_analysis_read_no_clock() -> None:
    assert clocks(modules()) == []


def test_a_clock_in_an_action_would_be_found() -> None:
    code = ast.parse("day = timezone.localdate(at)\nat = timezone.now()")
    assert clocks({"src/querwerk/projects/actions/a.py": code, "src/querwerk/web/views.py": code}) == [
        "src/querwerk/projects/actions/a.py:2"
    ]


def run_without_django(statement: str) -> int:
    """The exit code of a fresh Python in which Django does not exist."""
    blocker = (
        "import sys\n"
        "class Blocker:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'django': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Blocker())\n"
        f"{statement}\n"
    )
    run = subprocess.run([sys.executable, "-c", blocker], cwd=SOURCE.parent, capture_output=True, check=False)
    return run.returncode


def test_the_functional_core_works_without_django() -> None:
    engines = [f"querwerk.analysis.{path.stem}" for path in sorted((SOURCE / "analysis").glob("[a-z]*.py"))]
    core = ["querwerk.analysis", "querwerk.dates", "querwerk.projects.lifecycle", *engines]
    assert run_without_django("import " + ", ".join(core)) == 0


def test_what_needs_django_would_fail_there() -> None:
    assert run_without_django("import querwerk.journal.models") == 1
