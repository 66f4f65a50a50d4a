"""Tables of the intake."""

from .inquiry import Asker, Campaign, Inquiry

__all__ = ["Asker", "Campaign", "Inquiry"]
