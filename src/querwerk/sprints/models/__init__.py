"""Tables of the sprints."""

from .sprint import Idea, Seat, Sprint, Subject

__all__ = ["Idea", "Seat", "Sprint", "Subject"]
