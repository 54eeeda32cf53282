"""Who waits, in which order, and who is called to which counter. Other apps import `queueing.service`."""
