"""Patterns that judge answers, matched by RE2.

Python's `re` backtracks: `(a?a)+b` takes for ever on forty letters, and no look at a pattern tells all that do.
RE2, which CEL's `matches` is, takes time in proportion to the answer, whoever wrote the pattern: a file, a clerk, a
schema.
The price: no look-ahead and no back-reference, a count of 1,000 at most, and `\\d` and `\\w` mean ASCII.
"""

import re
from typing import Literal

from cel_expr_python import cel

from .rules import RuleCompiler, RuleError

MAX_LENGTH = 500
_MATCHES = RuleCompiler({"answer": cel.Type.STRING, "pattern": cel.Type.STRING}).compile(
    "answer.matches(pattern)", cel.Type.BOOL
)


def fits(pattern: str, answer: str) -> bool:
    """Whether the whole answer is as the pattern says; nothing fits a pattern that may not be used."""
    return _MATCHES.holds({"answer": answer, "pattern": f"^(?:{pattern})$"})


def pattern_fault(pattern: str) -> Literal["long", "invalid"] | None:
    """None if the pattern may be used, otherwise why not.

    Python reads it too: what RE2 takes for plain letters, such as a count beyond all numbers, was meant otherwise.
    """
    if len(pattern) > MAX_LENGTH:
        return "long"
    try:
        re.compile(pattern)
        for alone_and_around in (pattern, f"^(?:{pattern})$"):
            _MATCHES.evaluate({"answer": "", "pattern": alone_and_around})
    except (RuleError, re.error, OverflowError, RecursionError):
        return "invalid"
    return None
