"""Dates in German where Django's own form misses the comma before the time."""

DATETIME_FORMAT = "j. F Y, H:i"
