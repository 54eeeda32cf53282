"""Visits at the town hall: when somebody is there, who has which time. Others import `appointments.service`."""
