"""Somebody at a browser: reads pages and sends forms with all that stands in them, as a browser would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from querwerk.structure.models import Account
from tests.logins import sign_in


@dataclass
class Form:
    """A form of a page: where it goes, what stands in it, and which buttons it has."""

    action: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def fill(self, name: str, value: str) -> None:
        """One more value; several of one name are a list."""
        known = self.fields.get(name)
        self.fields[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._first: str | None = None
        self._chosen = False
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value if value is not None else "" for name, value in attrs}
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "form":
            self._form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.found.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and name:
            kind = said.get("type", "text")
            if kind in ("submit", "image", "button", "file") or (
                kind in ("checkbox", "radio") and "checked" not in said
            ):
                return
            self._form.fill(name, value or ("on" if kind == "checkbox" else ""))
        elif tag == "button" and name:
            self._form.buttons.append((name, value))
        elif tag == "select":
            self._select, self._first, self._chosen = name, None, "multiple" in said
        elif tag == "option" and self._select:
            self._first = value if self._first is None else self._first
            if "selected" in said:
                self._form.fill(self._select, value)
                self._chosen = True
        elif tag == "textarea":
            self._area = name
            self._form.fill(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._form is not None:
            if not self._chosen and self._first is not None:
                self._form.fill(self._select, self._first)
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] = data.strip("\n")


class Person:
    """Somebody with a browser, logged in or not."""

    def __init__(self, account: Account | None = None) -> None:
        self.client = sign_in(Client(), account) if account else Client()

    def reads(self, path: str) -> str:
        """The words of a page, without its frame."""
        return words(self.page(path))

    def page(self, path: str) -> str:
        answer = self.client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def forms(self, path: str) -> list[Form]:
        parser = _Forms()
        parser.feed(self.page(path).partition("<main")[2].partition("</main>")[0])
        return [form for form in parser.found if form.method == "post"]

    def sends(self, path: str, to: str = "", *, status: int = 302, **said: Any) -> Any:
        """Opens a page, fills its form (the one that goes ``to``) and sends it; what is not said stays as it stands."""
        found = [
            form
            for form in self.forms(path)
            if not to or form.action.partition("#")[0] in (to, "" if to == path else to)
        ]
        assert found, (path, to, [form.action for form in self.forms(path)])
        form = found[0]
        answer = self.client.post(form.action.partition("#")[0] or path, {**form.fields, **said})
        assert answer.status_code == status, (path, to, answer.status_code, words(answer.content.decode())[:2000])
        return answer


def words(page: str) -> str:
    """A page as one line of words, from its main part."""
    main = page.partition("<main")[2].partition("</main>")[0] or page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
