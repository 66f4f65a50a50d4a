"""Paper trails: through how many hands does one paper pass?"""
