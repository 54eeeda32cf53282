"""Filling a form in at the desk: for somebody at the counter, on the phone or by letter, and for oneself as staff."""
