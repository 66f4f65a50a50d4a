"""The words for legal grounds, ways of erasing, terms and causes."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from querwerk.protection import Basis, Erase, Keep, Personal

from .models import Erasure

BASES = {
    Basis.EMPLOYMENT: gettext_lazy("employment (Art. 88 GDPR with the State's law on employees' data)"),
    Basis.TASK: gettext_lazy("public task (Art. 6 (1) e GDPR)"),
    Basis.CONSENT: gettext_lazy("consent (Art. 6 (1) a GDPR)"),
    Basis.DUTY: gettext_lazy("legal obligation (Art. 6 (1) c GDPR)"),
}
WAYS = {
    Erase.DELETE: gettext_lazy("is deleted"),
    Erase.BLANK: gettext_lazy("is emptied"),
    Erase.NAMELESS: gettext_lazy("becomes “N. N.”"),
    Erase.CLOSE: gettext_lazy("ends on the day of the erasure"),
    Erase.KEEP: gettext_lazy("stays"),
}
CAUSES = {
    Erasure.Cause.OWN: gettext_lazy("own request"),
    Erasure.Cause.TERM: gettext_lazy("end of term"),
    Erasure.Cause.REQUEST: gettext_lazy("written request"),
    Erasure.Cause.REPLAY: gettext_lazy("again, after a restore"),
}
#: What happened, as the log says it.
EVENTS = {
    "privacy.person_erased": gettext_lazy("Somebody was erased"),
    "privacy.terms_kept": gettext_lazy("What was kept long enough was deleted"),
    "privacy.feature_switched": gettext_lazy("A feature that needs consent was switched"),
    "privacy.data_asked": gettext_lazy("Own data were asked for"),
    "privacy.data_fetched": gettext_lazy("Own data were fetched"),
    "privacy.stay_confirmed": gettext_lazy("An account was confirmed for another year"),
    "privacy.looked_behind": gettext_lazy("Who stood behind an entry was asked"),
}
READERS = {
    "self": gettext_lazy("the person themself"),
    "anyone": gettext_lazy("everybody"),
    "resident": gettext_lazy("residents with a log-in"),
    "employee": gettext_lazy("employees"),
    "ally": gettext_lazy("members of the alliance"),
    "facilitator": gettext_lazy("facilitator of the sprint"),
    "project_lead": gettext_lazy("lead of the project"),
    "theme_officer": gettext_lazy("officer of the theme"),
    "office_head": gettext_lazy("head of the office"),
    "deputy_mayor": gettext_lazy("deputy mayor of the department"),
    "mayor": gettext_lazy("mayor"),
    "councillor": gettext_lazy("council members"),
    "staff_unit": gettext_lazy("staff unit"),
    "administrator": gettext_lazy("administration of log-ins"),
    "partner": gettext_lazy("partner installations"),
    "auditor": gettext_lazy("staff council and data protection officer"),
    "system": gettext_lazy("the system alone"),
}


def term(keep: Keep, model: type[Model]) -> str:
    """How long something is kept, in words."""
    if keep.days is None:
        return _("as long as the log-in")
    since = _since(keep.since, model)
    if keep.days == 0:
        return _("until “%(what)s”") % {"what": since}
    return _("%(time)s after “%(what)s”") % {"time": _time(keep.days), "what": since}


def readers(said: Personal) -> str:
    """Who reads a field, in words."""
    return ", ".join(str(READERS[reader]) for reader in said.readers) or _("nobody")


def _time(days: int) -> str:
    if days % 365 == 0:
        return ngettext("%(count)s year", "%(count)s years", days // 365) % {"count": days // 365}
    if days >= 60 and days % 30 == 0:
        return ngettext("%(count)s month", "%(count)s months", days // 30) % {"count": days // 30}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _since(path: str, model: type[Model]) -> str:
    *way, last = path.split("__")
    found: Any = model
    for step in way:
        found = found._meta.get_field(step).related_model
    said = getattr(found, "personal", {}).get(last)
    return str(getattr(said, "title", "") or found._meta.get_field(last).verbose_name)
