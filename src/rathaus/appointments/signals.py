"""News of appointments for the apps above. A receiver runs in the transaction of the act."""

from django.dispatch import Signal

booking_marked = Signal()
"""A visit arrived, is served, is done or did not come: `booking`, `by` (the member of staff, or nobody)."""

booking_changing = Signal()
"""Before a visit that was made with a case is locked for a change: `booking`. Who keeps the case locks it first."""

booking_changed = Signal()
"""A visit was booked, moved or cancelled: `booking`, `kind`, `staff` (None: the visitor).

Sent in the acting transaction, so that what the receiver writes and the change are kept together or not at all.
"""
