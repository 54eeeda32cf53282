"""News that others above may wait for."""

from django.dispatch import Signal

# The mail server accepted an e-mail. Sent in the transaction that notes it, with `template`, `context` as it was
# stored, and `at`; a receiver that raises takes the note back, and the e-mail is handed over once more.
mail_handed_over = Signal()
