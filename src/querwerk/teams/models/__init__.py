"""Tables of the teams."""

from .release import Release, Standin
from .team import Membership, Opening, Partner, Team

__all__ = ["Membership", "Opening", "Partner", "Release", "Standin", "Team"]
