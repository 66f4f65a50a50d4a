"""Tables of the teams."""

from .pool import LOTS, Asking, Offer, Profile, Skill, SkillWord, Spoken
from .pool import THREAD as POOL
from .team import Membership, Team

__all__ = ["LOTS", "POOL", "Asking", "Membership", "Offer", "Profile", "Skill", "SkillWord", "Spoken", "Team"]
