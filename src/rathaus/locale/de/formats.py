"""Dates in German as people write them, where Django has no form or another."""

DATETIME_FORMAT = "j. F Y, H:i"
LONG_DAY_FORMAT = "l, j. F Y"
WEEKDAY_FORMAT = "l, j. F"
SHORT_WEEKDAY_FORMAT = "D, j. M."
