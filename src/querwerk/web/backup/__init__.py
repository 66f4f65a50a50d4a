"""Backup and restore: the whole house in one sealed file, and back again (docs/reference/backup.md).

``writing`` makes a file out of one consistent view of the house, ``reading`` proves that a file is whole,
``restoring`` puts it into a fresh place, ``rehearsal`` does all of it with the running house without touching it.
"""
