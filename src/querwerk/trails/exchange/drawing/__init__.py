"""Pictures of trails as SVG, written here: no library, no clock, no word of its own. The same input, the same bytes."""

from .charts import draw_columns, draw_grid, draw_pairs, draw_strips
from .lanes import draw_way

__all__ = ["draw_columns", "draw_grid", "draw_pairs", "draw_strips", "draw_way"]
