"""Tables of the teams."""

from .pool import LOTS, Asking, Offer, Profile, Skill, Spoken, Term
from .pool import THREAD as POOL
from .release import Release, Standin
from .team import Membership, Opening, Partner, Team

__all__ = [
    "LOTS",
    "POOL",
    "Asking",
    "Membership",
    "Offer",
    "Opening",
    "Partner",
    "Profile",
    "Release",
    "Skill",
    "Spoken",
    "Standin",
    "Team",
    "Term",
]
