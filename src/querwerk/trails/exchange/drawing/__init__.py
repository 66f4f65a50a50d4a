"""Pictures of trails as SVG, written here: no library, no clock, no word of its own. The same input, the same bytes."""

from .lanes import draw_way

__all__ = ["draw_way"]
