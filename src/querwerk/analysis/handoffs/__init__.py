"""Through how many hands does one paper pass?

(The engine's author writes the public functions here: count_handoffs, pack, Packed, tally, merge ...)
"""

from .figures import Difference, HandoffReport, Spread, StationFigures, Stretch, Variant, Year

__all__ = ["Difference", "HandoffReport", "Spread", "StationFigures", "Stretch", "Variant", "Year"]
