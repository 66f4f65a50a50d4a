"""The verbs of the structure: what things are called, where units hang, who holds a post, which rules hold.

Whatever is replaced ends on the day the new begins; the past stays readable. One journal entry each.
"""
