"""A Verbandsgemeinde administers several member municipalities: their fees, statutes and accounts may differ.

Where values of parameters are handed on or kept with a submission, what differs stands beside them under the key
"@members": {"gebuehr": "25.00", "@members": {"Kamern": {"gebuehr": "30.00"}}}. So they stay whole.
"""

from collections.abc import Mapping
from typing import Any

MEMBERS = "@members"
"""No parameter can have this key."""


def with_members(own: Mapping[str, Any], members: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The values that hold everywhere, and beside them what differs by member."""
    return {**own, MEMBERS: members} if members else dict(own)


def split_members(overrides: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Mapping[str, Any]]]:
    """(the values that hold everywhere, what differs by member)"""
    own = {key: value for key, value in overrides.items() if key != MEMBERS}
    members = overrides.get(MEMBERS)
    return own, dict(members) if isinstance(members, Mapping) else {}
