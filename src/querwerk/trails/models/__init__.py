"""Tables of the paper trails."""

from .finding import Absurdity, Finding
from .logs import Log
from .slips import Slip, Stamp
from .trail import Authorship, Station, Trail

__all__ = ["Absurdity", "Authorship", "Finding", "Log", "Slip", "Stamp", "Station", "Trail"]
