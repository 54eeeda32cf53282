"""Booking an appointment without an account: choose, hold, tell who comes, move, cancel."""
