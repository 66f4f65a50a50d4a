"""The board of a sprint: groups, cards, dots, and every change in its order."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_key

from ..lifecycle import CARD_LIMIT, MOST_DOTS, Phase, Step
from .sprint import Idea, Sprint

_PHASES = [(phase.value, phase.value) for phase in Phase]
_STEPS = [(step.value, step.value) for step in Step]
#: What a board remembers of people is forgotten when it is put away, at the latest some weeks after the sprint.
_AT_BOARD = partial(
    Personal, basis=Basis.EMPLOYMENT, keep=Keep(days=30, since="board__sprint__ends_at"), readers=("self",)
)


class Board(models.Model):
    """The one board of a sprint. ``version`` is the number of its last change; whoever writes holds this row.

    ``dots`` each person has, in one round of votes; with ``several`` more than one may go to a card. ``rounds`` counts
    the rounds. ``ends_at``: when the bell rings, by the clock of the server.
    """

    sprint = models.OneToOneField(Sprint, on_delete=models.CASCADE, related_name="board")
    phase = models.CharField(max_length=8, choices=_PHASES, default=Phase.OPEN.value)
    ends_at = models.DateTimeField(null=True, blank=True)
    dots = models.PositiveSmallIntegerField(default=3)
    several = models.BooleanField(default=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(dots__gte=1, dots__lte=MOST_DOTS), name="board_some_dots")]

    def __str__(self) -> str:
        return f"board of {self.sprint_id}"


class Group(models.Model):
    """A column of a board. One that is taken away keeps its cards: they lie without a group until it comes back."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    rank = models.BigIntegerField()
    deleted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    idea = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["board", "rank"], name="group_in_order")]

    def __str__(self) -> str:
        return self.title


class Card(models.Model):
    """One thought. ``version`` rises with every change; ``worded`` and ``placed`` are the versions in which its words
    and its place last changed, so that moving a card and rewording it do not stand in each other's way.

    ``writer`` is known only while the card is covered: until then nobody else reads it. ``votes`` are shown after the
    bell.
    """

    personal = {
        "writer": _AT_BOARD(
            title=_("Who wrote a covered card"),
            purpose=_("While everybody writes for themselves, a card is shown to its writer alone."),
            erase=Erase.BLANK,
            link=by_key,
        ),
        "board": Impersonal("a board"),
        "group": Impersonal("a column of a board"),
        "rank": Impersonal("a place in a row"),
        "text": Impersonal("a thought on a board that belongs to the sprint; no name is kept with it"),
        "hidden": Impersonal("a state of the card"),
        "deleted": Impersonal("a state of the card"),
        "votes": Impersonal("a sum over all people at the board"),
        "version": Impersonal("a counter of the card"),
        "worded": Impersonal("a counter of the card"),
        "placed": Impersonal("a counter of the card"),
        "idea": Impersonal("what the card became"),
    }

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.BigIntegerField()
    text = models.CharField(max_length=CARD_LIMIT)
    hidden = models.BooleanField(default=False)
    writer = models.CharField(max_length=150, blank=True)
    deleted = models.BooleanField(default=False)
    votes = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    worded = models.PositiveIntegerField(default=1)
    placed = models.PositiveIntegerField(default=1)
    idea = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hidden=True) | Q(writer=""), name="card_uncovered_is_nobodys"),
            models.CheckConstraint(
                condition=Q(worded__lte=F("version"), placed__lte=F("version")), name="card_versions_in_order"
            ),
        ]
        indexes = [models.Index(fields=["board", "rank"], name="card_in_order")]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """One dot. Each takes a ``number`` of its own up to the dots a person has, so nobody can give one too many.

    Only who gave it sees whose it is, and only until the bell: then these rows are gone.
    """

    personal = {
        "account": _AT_BOARD(
            title=_("Dot on a card"),
            purpose=_("Until the bell, everybody can take back their own dots and give no more than they have."),
            erase=Erase.DELETE,
            link=by_key,
        ),
        "board": Impersonal("a board"),
        "card": Impersonal("a card that belongs to the sprint"),
        "number": Impersonal("the number of a dot"),
    }

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    account = models.CharField(max_length=150)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "account", "number"], name="vote_one_number"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST_DOTS), name="vote_within_dots"),
        ]

    def __str__(self) -> str:
        return f"dot on {self.card_id}"


class Change(models.Model):
    """One change of a board, in the order in which all see it. Says what changed, and no time.

    ``before`` and ``after`` are what the card or group was and is. ``account`` is kept for the last steps of each
    person alone, who can take them back; then it is emptied.
    """

    personal = {
        "account": _AT_BOARD(
            title=_("One's own last steps at a board"),
            purpose=_("Whoever slipped takes the own last steps back. Older steps are nobody's."),
            erase=Erase.BLANK,
            link=by_key,
        ),
        "board": Impersonal("a board"),
        "number": Impersonal("a place in a row"),
        "about": Impersonal("a kind of change"),
        "row": Impersonal("the key of a card or group"),
        "before": Impersonal("what a card or group was; no name is kept with it"),
        "after": Impersonal("what a card or group is; no name is kept with it"),
    }

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=8, choices=_STEPS)
    row = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    account = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="change_one_number")]
        indexes = [
            models.Index(fields=["board", "account", "number"], condition=~Q(account=""), name="change_of_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.board_id}/{self.number}"
