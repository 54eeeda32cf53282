"""Delivery (Bekanntgabe): by which rule a notice is given, what became of it, what follows. See docs/delivery.md."""
