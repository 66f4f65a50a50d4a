"""Tables of the teams."""

from .team import Membership, Team

__all__ = ["Membership", "Team"]
