"""Dates as they are written in Europe; Django's English is American."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d/m/Y"
LONG_DAY_FORMAT = "l, j F Y"
WEEKDAY_FORMAT = "l, j F"
SHORT_WEEKDAY_FORMAT = "D, j M"
