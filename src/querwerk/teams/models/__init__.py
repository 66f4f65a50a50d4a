"""Tables of the teams."""

from .pool import LOTS, Asking, Offer, Profile, Skill, SkillWord, Spoken
from .pool import THREAD as POOL
from .team import Membership, Team

__all__ = ["LOTS", "Asking", "Membership", "Offer", "Profile", "Skill", "SkillWord", "Spoken", "THREAD as POOL", "Team"]
