"""Calling: who waits, and who comes to one's counter next."""
