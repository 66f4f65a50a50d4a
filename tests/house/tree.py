"""The files of the repository, as the house tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "querwerk"
_FOREIGN = {
    ".git", ".venv", ".venv-bench", "var", "node_modules", "__pycache__", "LICENSES", "vendor", "fonts", "dist",
    "build",
}  # fmt: skip
_TEXTS = {".py", ".html", ".css", ".md", ".toml", ".txt", ".yml", ".json", ".po", ".sh", ".svg", ".typ", ".csv", ""}


def name(path: Path) -> str:
    """A file's path inside the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def texts() -> dict[str, str]:
    """Every text file that we write ourselves, by its path: no licences, no vendored files, no caches."""
    return {name(path): path.read_text() for path in sorted(_walk(ROOT)) if path.suffix in _TEXTS}


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _FOREIGN or path.name.endswith((".egg-info", "_cache")) or path.name == ".hypothesis":
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


@cache
def modules(folder: str = "src/querwerk") -> dict[str, ast.Module]:
    """Every Python module below a folder, parsed; generated migrations are left out."""
    return {
        path: ast.parse(text)
        for path, text in texts().items()
        if path.startswith(f"{folder}/") and path.endswith(".py") and not path.endswith("_initial.py")
    }


def templates() -> dict[str, str]:
    """Every page template."""
    return {path: text for path, text in texts().items() if path.startswith("src/") and path.endswith(".html")}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
