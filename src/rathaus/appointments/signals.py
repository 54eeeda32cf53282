"""News of appointments for the apps above. A receiver runs in the transaction of the act."""

from django.dispatch import Signal

booking_marked = Signal()  # booking: as it is now; by: the member of staff, or nobody
