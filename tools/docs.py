"""Writes the pages of docs/reference that follow from the code: the commands and the access table.

python tools/docs.py            write them
python tools/docs.py --check    change nothing, fail if one is out of date
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- written by make docs; change the code instead -->"


def commands() -> str:
    """docs/reference/commands.md: every command with its arguments and options."""
    import typer

    from querwerk.web.cli import app

    lines = [
        "# Commands",
        "",
        NOTE,
        "",
        "Exit code 0 = done, 1 = refused with a sentence on stderr, 2 = wrong usage.",
        "The commands speak German, like the screens.",
        "",
    ]
    lines += _describe(typer.main.get_command(app), "querwerk")
    return "\n".join(lines).rstrip() + "\n"


def _describe(command: Any, path: str) -> list[str]:
    """A command with its parameters, or a group with its commands."""
    inner = getattr(command, "commands", None)
    if inner is not None:
        return [line for name in sorted(inner) for line in _describe(inner[name], f"{path} {name}")]
    parameters = [
        parameter
        for parameter in command.params
        if parameter.name != "help" and not getattr(parameter, "hidden", False)
    ]
    arguments = [parameter for parameter in parameters if parameter.param_type_name == "argument"]
    usage = " ".join([path, *(parameter.metavar or parameter.name.upper() for parameter in arguments)])
    lines = [f"## {path}", "", f"`{usage}`", "", (command.help or "").strip(), ""]
    options = [parameter for parameter in parameters if parameter.param_type_name == "option"]
    for option in options:
        default = "" if option.default in (None, False, ...) else f" (`{option.default}`)"
        names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
        lines.append(f"- {names}{default} {option.help or ''}".rstrip())
    return [*lines, ""] if options else lines


def access() -> str:
    """docs/reference/access.md: the access table."""
    from django.utils.translation import override

    with override("en"):
        return _access()


def _access() -> str:
    from querwerk.web.access import TABLE, things

    lines = [
        "# Who may do what",
        "",
        NOTE,
        "",
        "Collected from `src/querwerk/*/access.py`. Nothing else is open: an address without a row stops the start.",
        "Higher posts inherit nothing. Verbs: `L` list, `R` read, `P` read private fields, `C` create, `E` edit,",
        "`D` withdraw, `B` publish, `A` approve, `G` delegate, `M` moderate, `X` export. How far, after `_`: `o` own,",
        "`t` team, `c` theme, `a` office, `d` department, `k` counts alone; without, to all.",
        "",
        "## Things",
        "",
        "| thing | verbs, who |",
        "|---|---|",
        *(f"| {thing.name} | {'; '.join(_cells(thing))} |" for thing in things()),
        "",
        "## Addresses",
        "",
        '"Hidden" addresses answer "not found" instead of asking to log in.',
        "",
        "| address | thing | verb | who | hidden |",
        "|---|---|---|---|---|",
    ]
    for name, door in TABLE.items():
        roles = [role.value for role, rights in door.thing.rights.items() if door.verb in rights]
        who = "everybody" if door.public else "everybody logged in" if len(roles) == _SIGNED_IN else ", ".join(roles)
        verb, hidden = door.verb.name.lower(), "yes" if door.hidden else ""
        lines.append(f"| `{name}` | {door.thing.name} | {verb} | {who} | {hidden} |")
    return "\n".join(lines) + "\n"


#: All actors but the one without a log-in.
_SIGNED_IN = 15


def _cells(thing: Any) -> list[str]:
    """The cells of a row of the matrix, one a role, roles with equal rights together."""
    from querwerk.access import notation

    alike: dict[str, list[str]] = {}
    for role, rights in thing.rights.items():
        alike.setdefault(notation(rights), []).append(role)
    most = max(alike, key=lambda written: len(alike[written]), default="")
    return [
        f"`{written}` {'all others' if written == most and len(alike[written]) > 8 else ', '.join(roles)}"
        for written, roles in sorted(alike.items(), key=lambda item: item[0] == most)
    ]


def pages() -> dict[Path, str]:
    """Every generated page with the text it should have."""
    return {FOLDER / "commands.md": commands(), FOLDER / "access.md": access()}


def outdated() -> list[str]:
    """The names of generated pages that no longer say what the code says."""
    return [path.name for path, text in pages().items() if not path.exists() or path.read_text() != text]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querwerk.web.settings")
    import django

    django.setup()
    if "--check" in sys.argv:
        return int(bool(outdated()))
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
