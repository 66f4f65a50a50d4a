"""Tables of the intake."""

from .files import InquiryFile
from .inquiry import Asker, Campaign, Inquiry
from .remark import Remark

__all__ = ["Asker", "Campaign", "Inquiry", "InquiryFile", "Remark"]
