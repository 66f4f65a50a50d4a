"""Tables of the paper trails."""

from .logs import Log
from .slips import Slip, Stamp
from .trail import Authorship, Station, Trail

__all__ = ["Authorship", "Log", "Slip", "Stamp", "Station", "Trail"]
