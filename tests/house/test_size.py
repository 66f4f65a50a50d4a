"""Nothing grows beyond what a person can hold in mind."""

from __future__ import annotations

import ast

from .tree import functions, modules, texts

MODULE_LINES = 400
FUNCTION_LINES = 60


def long_modules(files: dict[str, str]) -> list[str]:
    python = {path: text for path, text in files.items() if path.endswith((".py", ".html"))}
    kept = {path: text for path, text in python.items() if not path.endswith("_initial.py")}
    return [path for path, text in kept.items() if text.count("\n") > MODULE_LINES]


def long_functions(trees: dict[str, ast.Module]) -> list[str]:
    return [
        f"{path}:{function.lineno} {function.name}"
        for path, tree in trees.items()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_LINES
    ]


def test_no_module_and_no_template_is_longer_than_400_lines() -> None:
    assert long_modules(texts()) == []


def test_a_longer_module_would_be_found() -> None:
    assert long_modules({"src/a.py": "x\n" * 400, "src/b.py": "x\n" * 401}) == ["src/b.py"]


def test_every_function_fits_a_screen() -> None:
    assert long_functions({**modules(), **modules("tests"), **modules("tools")}) == []


def test_a_longer_function_would_be_found() -> None:
    fits = ast.parse("def fits():\n" + "    x\n" * 59)
    long = ast.parse("def long():\n" + "    x\n" * 60)
    assert long_functions({"a.py": fits, "b.py": long}) == ["b.py:1 long"]
