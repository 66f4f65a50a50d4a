"""Through how many hands? The same figures by several ways, each in a process of its own (bench/trails.py)."""
