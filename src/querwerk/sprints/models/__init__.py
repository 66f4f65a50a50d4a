"""Tables of sprints."""

from .agenda import Block, Day
from .board import Board, Card, Change, Group, Vote
from .guests import Consent, ConsentText, GuestCode
from .library import Format, FormatBlock, MethodCard
from .result import Result
from .sprint import Idea, Seat, Sprint, Subject

__all__ = [
    "Block",
    "Board",
    "Card",
    "Change",
    "Consent",
    "ConsentText",
    "Day",
    "Format",
    "FormatBlock",
    "Group",
    "GuestCode",
    "Idea",
    "MethodCard",
    "Result",
    "Seat",
    "Sprint",
    "Subject",
    "Vote",
]  # fmt: skip
