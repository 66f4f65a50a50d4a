"""Tables of the intake."""

from .answering import FollowUp, Handling, NamedPost, Referral, Room, StandardAnswer
from .files import InquiryFile
from .inquiry import Asker, Campaign, Inquiry
from .remark import Remark

__all__ = [
    "Asker",
    "Campaign",
    "FollowUp",
    "Handling",
    "Inquiry",
    "InquiryFile",
    "NamedPost",
    "Referral",
    "Remark",
    "Room",
    "StandardAnswer",
]
