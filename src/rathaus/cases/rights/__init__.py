"""What cases give out about a person, erase, and keep."""

from .declaring import declare

__all__ = ["declare"]
