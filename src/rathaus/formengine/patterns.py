"""Which patterns may judge answers.

Python's `re` backtracks: `(a+)+b` takes for ever on thirty letters. Whether it stands in `definitions/`, was typed by
a clerk or came along with a schema: a pattern is held to a simple shape.
"""

import re

MAX_LENGTH = 500
_MOST_REPEATS = 6
_REPEAT = re.compile(r"[*+]|\{\d*,?\d*\}")
_SKIPPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


def pattern_fault(pattern: str) -> str | None:
    """None if the pattern may be used, otherwise why not: invalid, long or slow.

    Slow is a repeated group that itself repeats or branches, or more than six open repeats in a row.
    """
    if len(pattern) > MAX_LENGTH:
        return "long"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return "invalid"
    return "slow" if _may_be_slow(_SKIPPED.sub("x", pattern)) else None


def _may_be_slow(bare: str) -> bool:
    """`bare` has neither escapes nor classes: what is left of ( ) | and repeats means what it looks like."""
    varies = [False]  # for each open group: whether something in it can match in more than one way
    open_repeats, at = 0, 0
    while at < len(bare):
        repeat = _REPEAT.match(bare, at)
        if bare[at] == "(":
            varies.append(False)
        elif bare[at] == ")" and len(varies) > 1:
            inner = varies.pop()
            varies[-1] |= inner
            if inner and _REPEAT.match(bare, at + 1):
                return True
        elif bare[at] == "|" or (repeat and _is_open(repeat[0])):
            varies[-1] = True
            open_repeats += bare[at] != "|"
        at = repeat.end() if repeat else at + 1
    return open_repeats > _MOST_REPEATS


def _is_open(repeat: str) -> bool:
    """`{3}` always takes three."""
    return repeat in "*+" or "," in repeat
