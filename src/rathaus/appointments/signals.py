"""News that travel up to apps that appointments must not know."""

from django.dispatch import Signal

# A booking was made, moved or cancelled, in the running transaction: `booking`, and whether the town hall did it
# (`by_staff`).
booking_changed = Signal()
