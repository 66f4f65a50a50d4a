"""The vendored files: what they are, whether they are unchanged, and how to fetch them anew.

python tools/vendor.py             compare every file with vendor.lock, offline
python tools/vendor.py --refresh   fetch the package named in vendor.lock (npm), convert the fonts, write the lock

To take a newer KERN UX: change its version in vendor.lock, refresh, look at the style guide, commit.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "src" / "querwerk"
LOCK = SOURCE / "web" / "static" / "web" / "vendor" / "vendor.lock"
KERN = "web/static/web/vendor/kern"
FONTS = "fonts"


def lock() -> dict[str, Any]:
    """Packages with version, licence and source, and each file with its checksum."""
    return dict(json.loads(LOCK.read_text()))


def checksum(path: Path) -> str:
    """The SHA-256 of a file; of a missing one the empty text."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def strays(locked: dict[str, Any], root: Path = SOURCE) -> list[str]:
    """One sentence for each file that is changed, missing or unknown to the lock."""
    expected = {file["file"]: file["sha256"] for package in locked["packages"] for file in package["files"]}
    found = {path.relative_to(root).as_posix() for top in (KERN, FONTS) for path in (root / top).rglob("*.*")}
    changed = [
        f"{name}: {'changed' if (root / name).is_file() else 'missing'}"
        for name, wanted in expected.items()
        if checksum(root / name) != wanted
    ]
    return sorted(changed + [f"{name}: not in the lock" for name in found - expected.keys()])


def refresh() -> None:
    """Fetches each package with npm, copies its files untouched, converts the fonts, and writes the lock."""
    locked = lock()
    for package in locked["packages"]:
        if package["from"].startswith("npm:"):
            _fetch(package)
        else:
            _convert(package)
        for file in package["files"]:
            file["sha256"] = checksum(SOURCE / file["file"])
    LOCK.write_text(json.dumps(locked, indent=2, ensure_ascii=False) + "\n")


def _fetch(package: dict[str, Any]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("refreshing needs npm: sudo apt-get install -y npm")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [npm, "pack", "--silent", package["from"].removeprefix("npm:")],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for file in package["files"]:
                member = archive.extractfile(PurePosixPath("package", file["inside"]).as_posix())
                if member is None:
                    sys.exit(f"{package['name']} has no {file['inside']} any more")
                target = SOURCE / file["file"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(member.read())


def _convert(package: dict[str, Any]) -> None:
    from fontTools.ttLib import TTFont

    for file in package["files"]:
        font = TTFont(SOURCE / file["inside"], recalcTimestamp=False)
        font.flavor = None
        font.save(SOURCE / file["file"])


def main() -> int:
    if "--refresh" in sys.argv:
        refresh()
    found = strays(lock())
    for line in found:
        print(line)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
