"""What other apps may hear of."""

from django.dispatch import Signal

booking_changing = Signal()
"""Before a visit that was made with a case is locked for a change: `booking`. Who keeps the case locks it first."""

booking_changed = Signal()
"""A visit that was made with a case was booked, moved or cancelled: `booking`, `kind`, `staff` (None: the visitor).

Sent in the acting transaction, so that what the receiver writes and the change are kept together or not at all.
"""
