"""Words for the access table: actors, verbs, how far, and what nobody may ever."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Role, Scope, Verb
from querwerk.threads import At, Kind

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
#: what a station of the golden thread is called; projects are called as the house calls them
KINDS = {
    Kind.TRAIL: _("Paper trail"),
    Kind.FINDING: _("Finding"),
    Kind.INQUIRY: _("Inquiry"),
    Kind.PROPOSAL: _("Idea put forward"),
    Kind.SPRINT: _("Sprint"),
    Kind.IDEA: _("Idea from a sprint"),
    Kind.TEAM: _("Team"),
    Kind.PROJECT: _("Project"),
    Kind.STATEMENT: _("Statement"),
}
#: how the sentence above a way begins: (while it goes on, once it has ended)
BEGINNINGS = {
    Kind.TRAIL: (_("From the paper trail until today"), _("From the paper trail to the end")),
    Kind.FINDING: (_("From the finding until today"), _("From the finding to the end")),
    Kind.INQUIRY: (_("From the inquiry until today"), _("From the inquiry to the end")),
    Kind.PROPOSAL: (_("From the idea until today"), _("From the idea to the end")),
    Kind.SPRINT: (_("From the sprint until today"), _("From the sprint to the end")),
    Kind.IDEA: (_("From the idea until today"), _("From the idea to the end")),
    Kind.TEAM: (_("From the team until today"), _("From the team to the end")),
    Kind.PROJECT: (_("From the first mention until today"), _("From the first mention to the end")),
    Kind.STATEMENT: (_("From the statement until today"), _("From the statement to the end")),
}
#: what lies before a thing for everybody to know, though not open to the reader
GAPS = {
    Kind.TRAIL: _("Before this lies a paper trail that is not open to you."),
    Kind.SPRINT: _("Before this lies a sprint that is not open to you."),
}
#: the stages at which things are counted
STAGES = {
    At.ASKED: _("Inquiry or idea"),
    At.ACCEPTED: _("taken up"),
    At.SPRINT: _("Sprint"),
    At.IDEA: _("Idea from a sprint"),
    At.TEAM: _("Team"),
    At.CANDIDATE: _("Candidate"),
    At.PRIORITIZED: _("prioritised"),
    At.DECIDED: _("decided or in work"),
    At.DELIVERED: _("delivered"),
}
#: what becomes of a thing at a stage
FATES = {
    "on": _("went on"),
    "open": _("still there"),
    "declined": _("declined"),
    "referred": _("referred"),
    "closed": _("answered"),
    "cancelled": _("cancelled"),
    "empty": _("without an idea"),
    "parked": _("parked"),
    "ended": _("ended with thanks"),
    "stopped": _("stopped"),
    "replaced": _("replaced"),
}
