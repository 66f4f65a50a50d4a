"""The slow twin of ``querwerk.analysis.wording``: the longest run of words that two texts share, by a plain table."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|\w+(?:[-'’:*·]\w+)*|\n|[^\S\n]+|[^\w\s]")


def shared(old: str, new: str) -> int:
    """How many tokens can stay at most, in order: no comparison can keep more than these."""
    left, right = TOKEN.findall(old), TOKEN.findall(new)
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]
