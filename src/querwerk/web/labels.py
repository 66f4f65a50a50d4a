"""Words for the access table: actors, verbs, how far, and what nobody may ever."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Role, Scope, Verb

#: actor -> (in a word, how the list of its rights begins)
ACTORS = {
    Role.ANYONE: (_("Everybody, without logging in"), _("Everybody, even without logging in, may")),
    Role.RESIDENT: (_("Resident, logged in"), _("A resident who is logged in may")),
    Role.EMPLOYEE: (_("Employee"), _("An employee may")),
    Role.ALLY: (_("Member of the alliance"), _("A member of the alliance may")),
    Role.FACILITATOR: (_("Facilitator"), _("The facilitator of a sprint may")),
    Role.PROJECT_LEAD: (_("Project lead"), _("The lead of a project may")),
    Role.THEME_OFFICER: (_("Theme officer"), _("The officer of a theme may")),
    Role.OFFICE_HEAD: (_("Head of office"), _("The head of an office may")),
    Role.DEPUTY_MAYOR: (_("Deputy mayor"), _("A deputy mayor may")),
    Role.MAYOR: (_("Mayor"), _("The mayor may")),
    Role.COUNCILLOR: (_("Member of the council"), _("A member of the council may")),
    Role.STAFF_UNIT: (_("Staff unit"), _("The staff unit may")),
    Role.ADMINISTRATOR: (_("Administrator"), _("An administrator may")),
    Role.PARTNER: (_("Partner city (a machine)"), _("The installation of a partner city may")),
    Role.AUDITOR: (_("Auditor (staff council, data protection)"), _("Staff council and data protection may")),
    Role.SYSTEM: (_("The house itself (worker)"), _("The house itself, in the background, may")),
}
VERBS = {
    Verb.LIST: _("list"),
    Verb.READ: _("read"),
    Verb.PRIVATE: _("read protected fields"),
    Verb.CREATE: _("create"),
    Verb.EDIT: _("change"),
    Verb.WITHDRAW: _("withdraw"),
    Verb.PUBLISH: _("publish"),
    Verb.APPROVE: _("approve"),
    Verb.DELEGATE: _("delegate"),
    Verb.MODERATE: _("moderate"),
    Verb.EXPORT: _("export"),
}
SCOPES = {
    Scope.ALL: _("everywhere"),
    Scope.OWN: _("only what is one's own"),
    Scope.TEAM: _("only in one's own project or team"),
    Scope.THEME: _("only in one's own theme"),
    Scope.OFFICE: _("only where one's own office is responsible"),
    Scope.DEPARTMENT: _("only in the themes of one's own department"),
    Scope.AGGREGATE: _("only as counts, from the minimum group on"),
}
#: number of the rule -> (what nobody may, what sees to it)
NEVER = {
    "N3": (
        _("Whoever administers the house reads nothing that is not public: no draft, no note, no candidate."),
        _("The row of the administrator in this table gives no right to contents; a test asks for every address."),
    ),
    "N4": (
        _("No superior gets a list of named employees who took part in something, or did not."),
        _("There is no such list: deadlines and statements name projects and posts, the house counts no person."),
    ),
    "N5": (
        _("Nobody approves what they wrote themselves."),
        _("The action refuses it, even for somebody who holds both posts."),
    ),
    "N6": (
        _("The machine of a partner city reads what everybody reads, and nothing else."),
        _("Its column equals the first one; a test compares the pages word by word."),
    ),
    "N7": (
        _("Looking changes nothing: opening a page or following a link stores no row and writes no journal."),
        _("Only forms that are sent act; a test counts all rows before and after every address."),
    ),
    "N8": (
        _("Who has been disabled is out at the next click, with every session and every key."),
        _("Each request asks again who may do what; nothing is remembered from the log-in."),
    ),
    "N10": (
        _("No page for the public holds an e-mail address that is not a published contact."),
        _("Pages show posts, not people; a test looks for every stored address on every page."),
    ),
}
