"""Files for tests of reading in, and going through the pages of an import as a person does."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

NEW = "/laufwege/einlesen/"
#: Three papers, two offices, one clock.
CSV = b"""Vorgang;Amt;Zeit;Schritt
A-1;Hauptamt;2025-03-03 08:00;Eingang
A-1;Bauamt;2025-03-05 10:00;Stellungnahme
A-1;Hauptamt;2025-03-06 09:00;Bescheid
A-2;Hauptamt;2025-03-03 09:00;Eingang
A-2;Bauamt;2025-03-10 10:00;Stellungnahme
A-3;Hauptamt;2025-04-01 08:00;Eingang
"""
#: Who had it is somebody's name.
NAMED = b"""Vorgang;Sachbearbeiter;Zeit;Amt
A-1;Petra Planted;2025-03-03 08:00;Hauptamt
A-1;Klaus Kanari;2025-03-05 10:00;Bauamt
A-2;Petra Planted;2025-03-03 09:00;Hauptamt
"""


def bring(client: Client, content: bytes = CSV, name: str = "antraege.csv", to: str = NEW) -> Any:
    """The answer to a file that somebody hands in."""
    return client.post(to, {"file": SimpleUploadedFile(name, content)})


def arrived(client: Client, path: str) -> tuple[str, Any]:
    """Waits where the page comes again by itself, and follows to where it ends: its address and its last answer."""
    for _ in range(200):
        answer = client.get(path)
        if answer.status_code == 302:
            path = answer["Location"]
        elif "Refresh" in answer.headers:
            time.sleep(0.05)
        else:
            return path, answer
    raise AssertionError("the reader never came to an end")


def choices(page: str) -> dict[str, str]:
    """What a page with columns would send, as it was guessed."""
    found = {"title": re.findall(r'name="title" value="([^"]*)"', page)[0]}
    for name, options in re.findall(r'<select name="(use-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        found[name] = re.findall(r'value="(\w+)" selected', options)[0]
    return found


def columns(page: str) -> dict[str, str]:
    """column -> the name of the field that says what it becomes."""
    return {label: name for name, label in re.findall(r'for="id_(use-\d+)">([^<]*)</label>', page)}


def read_in(client: Client, content: bytes = CSV, name: str = "antraege.csv", to: str = NEW, **changed: str) -> Any:
    """From the file to the result, as guessed but for what is changed (by the name of the column)."""
    path, answer = arrived(client, bring(client, content, name, to)["Location"])
    page = answer.content.decode()
    said = choices(page) | {columns(page)[column]: use for column, use in changed.items()}
    return arrived(client, client.post(path, said)["Location"])


def left_in(home: Path) -> list[str]:
    """What still lies in the folder for imports."""
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*"))
