"""Tables of sprints."""

from .agenda import Block, Day
from .guests import Consent, ConsentText, GuestCode
from .library import Format, FormatBlock, MethodCard
from .sprint import Idea, Seat, Sprint, Subject

__all__ = [
    "Block", "Consent", "ConsentText", "Day", "Format", "FormatBlock", "GuestCode", "Idea", "MethodCard", "Seat",
    "Sprint", "Subject",
]  # fmt: skip
