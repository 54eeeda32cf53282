"""Waiting at the town hall: a number from the kiosk or on one's phone, and the screen in the hall."""
