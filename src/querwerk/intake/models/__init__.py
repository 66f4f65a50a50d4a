"""Tables of the intake."""

from .answering import FollowUp, Handling, NamedPost, Referral, Room, StandardAnswer
from .files import InquiryFile
from .inquiry import Asker, Campaign, Inquiry
from .procedure import CouncilSaying, Criterion, Notice, Opinion, Recognition, SameIdea, Score
from .remark import Remark

__all__ = [
    "Asker",
    "Campaign",
    "CouncilSaying",
    "Criterion",
    "FollowUp",
    "Handling",
    "Inquiry",
    "InquiryFile",
    "NamedPost",
    "Notice",
    "Opinion",
    "Recognition",
    "Referral",
    "Remark",
    "Room",
    "SameIdea",
    "Score",
    "StandardAnswer",
]
