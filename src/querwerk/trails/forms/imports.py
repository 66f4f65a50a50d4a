"""What is filled in to read in an event log: the file, what its columns become, which names become which roles."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from querwerk import texts
from querwerk.fields import NameField

from ..exchange.importing import look_like_people
from ..labels import USES
from ..lifecycle import NEEDED, Source, Use
from ..models import Import
from ..queries.imports import Seen, roles

#: A name that was found, and what stands for it: two columns, as a spreadsheet copies them.
_PAIR = re.compile(r"[\t;]")
_LONGEST_TABLE = 200_000


class FileForm(forms.Form):
    """A file; what it is, its content says."""

    file = forms.FileField(label=_("Event log"), allow_empty_file=True)

    def __init__(self, *data: Any) -> None:
        super().__init__(*data)
        self.limit = {"limit": settings.LARGEST_LOG // 1_000_000}
        self.fields["file"].help_text = (
            _("XES (also packed with gzip), CSV or Parquet, up to %(limit)s MB. What it is, its content says.")
            % self.limit
        )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > settings.LARGEST_LOG:
            raise forms.ValidationError(_("This file is larger than %(limit)s MB.") % self.limit)
        if not sent.size:
            raise forms.ValidationError(_("This file is empty."))
        return sent

    @property
    def title(self) -> str:
        """What the log may be called: the name of its file, without its endings."""
        name: str = self.cleaned_data["file"].name
        stem = re.sub(r"(\.(xes|csv|txt|parquet|gz))+$", "", name, flags=re.IGNORECASE)
        try:
            return texts.name(stem.replace("_", " "), limit=120)
        except texts.Unfit:
            return str(_("Event log"))


class MappingForm(forms.Form):
    """One choice a column, the guessed one chosen. Columns that look like people become roles, or nothing."""

    def __init__(self, data: Any = None, *, found: Import, seen: Seen) -> None:
        super().__init__(data)
        self.seen = seen
        self.fields["title"] = NameField(
            label=_("Name of the log") if found.trail_id else _("Name of the paper trail"), limit=120,
            initial=found.title, help_text=_("Everybody who sees the trail reads it. No names of people, please."),
        )  # fmt: skip
        for number, column in enumerate(seen.columns):
            uses = (Use.DROP, *PEOPLE) if column.person else tuple(Use)
            self.fields[f"use-{number}"] = forms.ChoiceField(
                label=column.name, choices=[(use.value, self._word(use, column.person)) for use in uses],
                initial=found.mapping.get(column.name, Use.DROP if found.mapping else column.use),
            )  # fmt: skip

    @staticmethod
    def _word(use: Use, person: bool) -> Any:
        return _("%(use)s, as role or unit") % {"use": USES[use]} if person and use is not Use.DROP else USES[use]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = Counter(value for name, value in said.items() if name.startswith("use-"))
        for use in NEEDED:
            given = use is Use.CASE and self.seen.form == Source.XES  # its traces are cases
            if not chosen[use] and not given and not self.errors:
                self.add_error(None, _("Please say which column is the %(use)s.") % {"use": USES[use]})
        for name, value in list(said.items()):
            if name.startswith("use-") and value != Use.DROP and chosen[value] > 1:
                self.add_error(name, _("Only one column can be the %(use)s.") % {"use": USES[Use(value)]})
        return said

    @property
    def columns(self) -> list[tuple[Any, Any]]:
        """Each column with the field that says what it becomes."""
        return [(column, self[f"use-{number}"]) for number, column in enumerate(self.seen.columns)]

    @property
    def parts(self) -> tuple[list[tuple[Any, Any]], list[tuple[Any, Any]]]:
        """Columns that become something, and those that are left out as things stand."""
        used = [(column, field) for column, field in self.columns if field.value() != Use.DROP]
        return used, [(column, field) for column, field in self.columns if field.value() == Use.DROP]

    @property
    def mapping(self) -> dict[str, str]:
        """column -> use, without the columns that are left out."""
        chosen = ((column.name, self.cleaned_data[f"use-{number}"]) for number, column in enumerate(self.seen.columns))
        return {name: use for name, use in chosen if use != Use.DROP}

    @property
    def asks_for_roles(self) -> bool:
        """Whether names have to become roles before anything is read."""
        return any(column.person and column.name in self.mapping for column in self.seen.columns)


#: What a column that looks like people may become, once names are replaced.
PEOPLE = (Use.STATION,)


class RolesForm(forms.Form):
    """For each column of people: its names with a field for the role, and a place to paste both columns into."""

    def __init__(self, data: Any = None, *, found: Import, seen: Seen) -> None:
        super().__init__(data)
        self.asked = [column for column in seen.columns if column.person and column.name in found.mapping]
        known = roles(found)
        for number, column in enumerate(self.asked):
            said = known.get(column.name, {})
            self.fields[f"table-{number}"] = forms.CharField(
                label=_("Paste a table"), required=False, max_length=_LONGEST_TABLE, strip=False,
                widget=forms.Textarea(attrs={"rows": "6", "spellcheck": "false", "autocomplete": "off"}),
                help_text=_("One line a name: the name, a tab or a semicolon, the role or unit."),
            )  # fmt: skip
            for place, name in enumerate(column.values):
                self.fields[f"role-{number}-{place}"] = NameField(
                    label=name, limit=120, required=False, initial=said.get(name, "")
                )

    def clean(self) -> dict[str, Any]:
        """A name is no role: neither the name itself, nor another one."""
        said = super().clean() or self.cleaned_data
        found = [] if self.errors else list(self.roles.values())
        for number, (column, pairs) in enumerate(zip(self.asked, found, strict=False)):
            names = {name.casefold() for name in (*pairs, *column.values)}
            if any(role.casefold() in names for role in pairs.values()) or look_like_people(pairs.values()):
                self.add_error(f"table-{number}", _("Roles and units, please: a name stands in place of a role."))
            elif not pairs:
                self.add_error(f"table-{number}", _("Please name at least one role, or leave this column out."))
        return said

    @property
    def parts(self) -> list[tuple[Any, Any, list[Any]]]:
        """Each column with its place to paste and the fields of its names."""
        return [
            (column, self[f"table-{number}"], [self[f"role-{number}-{place}"] for place in range(len(column.values))])
            for number, column in enumerate(self.asked)
        ]

    @property
    def roles(self) -> dict[str, dict[str, str]]:
        """column -> name -> role: what was pasted, and what was typed beside a name."""
        found: dict[str, dict[str, str]] = {}
        for number, column in enumerate(self.asked):
            pasted = (_PAIR.split(line, maxsplit=1) for line in self.cleaned_data[f"table-{number}"].splitlines())
            pairs = {pair[0].strip(): pair[1].strip()[:120] for pair in pasted if len(pair) == 2}
            for place, name in enumerate(column.values):
                if said := self.cleaned_data[f"role-{number}-{place}"]:
                    pairs[name] = said
            found[column.name] = {name: role for name, role in pairs.items() if name and role}
        return found
