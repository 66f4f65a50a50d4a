"""The append-only memory of the house: who (as what) did what, to which thread, when and why.

State lives in plain tables; the journal is memory, not the source of state. Each entry carries the hash of the
entry before it, so that a change to any of them is found by ``querwerk journal verify``; database triggers refuse
update and delete.
"""
