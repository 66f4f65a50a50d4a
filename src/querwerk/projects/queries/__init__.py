"""Reading lead projects: page data as frozen dataclasses."""
