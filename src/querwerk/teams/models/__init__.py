"""Tables of the teams."""

from .pool import Asking, LOTS, Offer, Profile, Skill, SkillWord, Spoken, THREAD as POOL
from .team import Membership, Team

__all__ = ["Asking", "LOTS", "Membership", "Offer", "Profile", "Skill", "SkillWord", "Spoken", "THREAD as POOL", "Team"]
