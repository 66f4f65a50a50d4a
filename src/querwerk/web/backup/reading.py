"""Proving that a backup is whole: every byte under the seal, every row and file against the list at the end."""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .contents import Contents, Reading
from .refusals import BadBackup


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[Reading]:
    """Opens a backup for reading; whatever is wrong with it becomes a sentence."""
    try:
        with path.open("rb") as file, Reading(file, passphrase) as found:
            yield found
    except FileNotFoundError:
        raise BadBackup(f"Die Datei {path} gibt es nicht.") from None
    except (json.JSONDecodeError, UnicodeDecodeError, zlib.error, EOFError, KeyError) as error:
        raise BadBackup("Der Inhalt dieser Sicherung lässt sich nicht lesen.") from error


def verify(path: Path, passphrase: str) -> Contents:
    """Reads a backup from the first byte to the last."""
    with opened(path, passphrase) as found:
        deque(found.parts(), maxlen=0)
        return found.contents
