"""Collects every translatable text, updates the German catalogue, compiles it; fails when a German text is missing.

python tools/messages.py            update django.po and django.mo
python tools/messages.py --check    change nothing, fail if the catalogue is out of date or incomplete
python tools/messages.py --compile  only compile the catalogue as it is (setting up)
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "querwerk"
FOLDER = PACKAGE / "web" / "locale" / "de" / "LC_MESSAGES"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip
METHODS = [("**.py", "python"), ("**/jinja2/**.html", "jinja2"), ("**/jinja2/**.txt", "jinja2")]
_PAGES = {"newstyle_gettext": "true", "extensions": "jinja2.ext.do", "trimmed": "false"}
OPTIONS = {"**/jinja2/**.html": _PAGES, "**/jinja2/**.txt": _PAGES}


def collected() -> Catalog:
    """The German catalogue with exactly the messages that the code uses now."""
    catalog = Catalog(locale="de", project="Querwerk", charset="utf-8")
    if (FOLDER / "django.po").exists():
        catalog = read_po(io.BytesIO((FOLDER / "django.po").read_bytes()), locale="de")
    template = Catalog(project="Querwerk")
    for name, _line, message, _comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        template.add(message, locations=[(name, 1)], context=context)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """Catalogue and compiled catalogue, the same bytes for the same messages."""
    catalog.revision_date = catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, omit_header=False, sort_output=True, no_location=True, width=120)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """The messages without a German text."""
    return [str(m.id) for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def compile_only() -> None:
    """Writes django.mo from django.po as it stands; the compiled file is not kept in the repository."""
    catalog = read_po(io.BytesIO((FOLDER / "django.po").read_bytes()), locale="de")
    (FOLDER / "django.mo").write_bytes(written(catalog)[1])


def main() -> int:
    if "--compile" in sys.argv:
        compile_only()
        return 0
    catalog = collected()
    po, mo = written(catalog)
    gaps = missing(catalog)
    for gap in gaps:
        print("no German text:", gap)
    if "--check" in sys.argv:
        same = (FOLDER / "django.po").read_bytes() == po
        if not same:
            print("the catalogue is out of date: run 'make messages'")
        return int(bool(gaps) or not same)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "django.po").write_bytes(po)
    (FOLDER / "django.mo").write_bytes(mo)
    return 0


if __name__ == "__main__":
    sys.exit(main())
