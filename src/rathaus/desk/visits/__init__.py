"""Termine at the desk: the day, its visits, booking for callers, blocking."""
