"""What the house has agreed on about answers, and who is told of what is due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from querwerk.structure.models import Account, Assignment, Post
from querwerk.structure.queries import house_rules, valid_on

from ..lifecycle import OPEN, Deadlines, Secrecy, Side
from ..models import Asker, Handling, Inquiry, NamedPost, Remark


def deadlines(on: date) -> Deadlines:
    """The deadlines of the house as they hold on a day."""
    agreed = house_rules(on)
    return Deadlines(
        land=settings.LAND,
        first_word=agreed["inquiry_first_word_days"],
        decision=agreed["inquiry_decision_days"],
        reminder=agreed["inquiry_reminder_days"],
        escalation=agreed["inquiry_escalation_days"],
    )


def due_inquiries() -> QuerySet[Inquiry]:
    """Every inquiry about which the house owes something by a day, what is due first first.

    As long as a question to whoever asked is open, it is not the house that is waited for.
    """
    last = Remark.objects.filter(inquiry=OuterRef("pk")).order_by("-pk").values("side")[:1]
    owing = Inquiry.objects.filter(state__in=sorted(OPEN), due_on__isnull=False).annotate(last_word=Subquery(last))
    return owing.filter(Q(last_word=None) | Q(last_word=Side.ASKER.value)).order_by("due_on", "pk")


def answering_accounts(inquiry: Inquiry, *, on: date) -> QuerySet[Account]:
    """The log-ins that are reminded of an inquiry: who holds the post that is its contact, else the staff unit; also
    where nobody holds that post any more.

    Of what is confidential only those hear who may read it. Nobody is reminded of what they asked themselves.
    """
    posts = Post.objects.filter(role=Post.Role.STAFF_UNIT)
    if inquiry.secrecy == Secrecy.CONFIDENTIAL:
        posts = posts.filter(pk__in=named_for(NamedPost.Task.CONFIDENTIAL))
    own = Asker.objects.filter(inquiry=inquiry).values("account")
    contact = posts.filter(pk__in=Handling.objects.filter(inquiry=inquiry).values("contact"))
    found = holders(contact, on=on).exclude(username__in=own)
    return found if found.exists() else holders(posts, on=on).exclude(username__in=own)


def told_of_overdue(*, on: date) -> QuerySet[Account]:
    """The log-ins of the post that the house has named to hear of what is overdue."""
    return holders(Post.objects.filter(pk__in=named_for(NamedPost.Task.OVERDUE)), on=on)


def named_for(task: NamedPost.Task) -> QuerySet[NamedPost, Any]:
    """The posts that the house has named for something."""
    return NamedPost.objects.filter(task=task).values("post")


def holders(posts: QuerySet[Post], *, on: date) -> QuerySet[Account]:
    """The log-ins of those who hold one of these posts on a day."""
    held = Assignment.objects.filter(valid_on(on), post__in=posts)
    return Account.objects.filter(is_active=True, person__in=held.values("person")).order_by("pk")
