"""Accounts and the posts of who holds them: opened, locked, given, proposed, decided."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.structure.actions.change import close
from querwerk.structure.models import HOUSE, PRIVILEGED, Account, Assignment, Person, Post

from ..models import Proposal
from ..queries.keeping import posts_within, visible_to
from ..rules import is_oneself, keeps_accounts, keeps_all_accounts
from .remember import remembered


def open_account(
    username: str, *, name: str, post: Post, password: str, starts_on: date, by: Actor, at: datetime
) -> Account:
    """A person takes up a post and may log in. The journal names the post, never the person."""
    with remembered("opened", post.unit.thread, whom=Account(username=username), by=by, at=at) as facts:
        if not keeps_all_accounts(by):
            raise Refused(_("Only the staff unit may change this."))
        if Account.objects.filter(username=username).exists():
            raise Refused(_("There is an account of this name already."), field="username")
        person = Person.objects.create(name=name)
        Assignment.objects.create(post=post, person=person, valid_from=starts_on)
        account = Account.objects.create_user(username, password=password, person=person)
        facts.update(post=[None, post.title], starts_on=[None, starts_on.isoformat()])
    return account


def set_password(account: Account, password: str, *, by: Actor, at: datetime) -> None:
    """A new password. All sessions end with the old one; the journal knows that, never what it is."""
    with remembered("password_set", whom=account, by=by, at=at):
        account.set_password(password)
        account.save(update_fields=["password"])
        bump(account)


def end_sessions(account: Account, *, by: Actor, at: datetime) -> None:
    """Every session and token of an account ends at its next request."""
    with remembered("sessions_ended", whom=account, by=by, at=at):
        bump(account)


def bump(account: Account) -> None:
    """Raises the epoch, in the caller's transaction."""
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    account.refresh_from_db(fields=["epoch"])


def lock(account: Account, *, reason: str, by: Actor, at: datetime) -> None:
    """An account is closed: its sessions and tokens end at their next request."""
    refuse_unless_kept(account, by=by, at=at)
    with remembered("locked", _thread(account), whom=account, by=by, at=at, reason=reason):
        if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
            raise Refused(_("This account is locked already."))
        bump(account)


def unlock(account: Account, *, by: Actor, at: datetime) -> None:
    """An account is open again; the sessions from before stay ended."""
    refuse_unless_kept(account, by=by, at=at)
    with remembered("unlocked", _thread(account), whom=account, by=by, at=at):
        if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
            raise Refused(_("This account is not locked."))


def give_post(account: Account, *, post: Post, starts_on: date, by: Actor, at: datetime) -> None:
    """Somebody takes up a post within reach. A privileged one needs a second person: :func:`propose_post`."""
    refuse_unless_kept(account, by=by, at=at)
    person = _person(account, post, by)
    if post.role in PRIVILEGED:
        raise Refused(_("A privileged post needs a second person: please propose it."), field="post")
    with remembered("post_given", post.unit.thread, whom=person, by=by, at=at) as facts:
        Assignment.objects.create(post=post, person=person, valid_from=starts_on)
        facts.update(post=[None, post.title], starts_on=[None, starts_on.isoformat()])


def end_post(held: Assignment, *, ends_on: date, by: Actor, at: datetime) -> None:
    """Somebody leaves a post within reach; sessions and tokens end with it."""
    with remembered("post_ended", held.post.unit.thread, whom=held.person, by=by, at=at) as facts:
        if not posts_within(by).filter(pk=held.post_id).exists():
            raise Refused(_("This post lies outside your units."))
        if ends_on == held.valid_from == timezone.localdate(at):
            held.delete()  # a post of no day was never held
        else:
            close(held, ends_on)
        for account in Account.objects.filter(person=held.person_id):
            bump(account)
        facts.update(post=[held.post.title, None], ends_on=[None, ends_on.isoformat()])


def propose_post(account: Account, *, post: Post, starts_on: date, reason: str, by: Actor, at: datetime) -> Proposal:
    """Somebody shall hold a privileged post; nothing changes until a second person has decided."""
    refuse_unless_kept(account, by=by, at=at)
    person = _person(account, post, by)
    with remembered("post_proposed", post.unit.thread, whom=person, by=by, at=at, reason=reason) as facts:
        if post.role not in PRIVILEGED:
            raise Refused(_("This post needs no second person: please give it."), field="post")
        proposal = Proposal.objects.create(
            post=post,
            person=person,
            starts_on=starts_on,
            reason=reason,
            proposed_by=Account.objects.filter(username=by.account).first(),
        )
        facts.update(post=[None, post.title], starts_on=[None, starts_on.isoformat()])
    return proposal


def decide_proposal(proposal: Proposal, *, approve: bool, by: Actor, at: datetime) -> None:
    """A second person approves or declines. Nobody approves what they proposed, or anything for themselves."""
    decided = "proposal_approved" if approve else "proposal_declined"
    thread, whom = proposal.post.unit.thread, proposal.person
    with remembered(decided, thread, whom=whom, by=by, at=at, reason=proposal.reason) as facts:
        decider = Account.objects.filter(username=by.account, is_active=True).first() if by.account else None
        if decider is None or not posts_within(by).filter(pk=proposal.post_id).exists():
            raise Refused(_("This post lies outside your units."))
        if approve and decider.pk == proposal.proposed_by_id:
            raise Refused(_("Nobody approves what they proposed: another person must decide."))
        if decider.person_id == proposal.person_id:
            raise Refused(_("Nobody decides about a post for themselves."))
        if not Proposal.objects.filter(pk=proposal.pk).delete()[0]:
            raise Refused(_("This has been decided already."))
        if approve:
            starts_on = max(proposal.starts_on, timezone.localdate(at))
            Assignment.objects.create(post=proposal.post, person=proposal.person, valid_from=starts_on)
            facts.update(post=[None, proposal.post.title], starts_on=[None, starts_on.isoformat()])
        else:
            facts.update(post=[proposal.post.title, None])


def refuse_unless_kept(account: Account, *, by: Actor, at: datetime) -> None:
    """Refuses who does not keep this account, and oneself."""
    if not keeps_accounts(by) or not visible_to(by, on=timezone.localdate(at)).filter(pk=account.pk).exists():
        raise Refused(_("This account lies outside your units."))
    if is_oneself(by, account):
        raise Refused(_("Nobody does this for themselves: another person must do it."))


def _person(account: Account, post: Post, by: Actor) -> Person:
    if account.person is None or account.kind not in (Account.Kind.EMPLOYEE, Account.Kind.EXTERNAL):
        raise Refused(_("Only people of the house and outside experts hold posts."), field="post")
    if not posts_within(by).filter(pk=post.pk).exists():
        raise Refused(_("This post lies outside your units."), field="post")
    if post.assignments.filter(person=account.person, valid_to__isnull=True).exists():
        raise Refused(_("This person holds the post already."), field="post")
    return account.person


def _thread(account: Account) -> UUID:
    """The unit an account belongs to by its newest post, else the house."""
    held = Assignment.objects.filter(person__isnull=False, person=account.person_id).order_by("-valid_from")
    return held.values_list("post__unit__thread", flat=True).first() or HOUSE
