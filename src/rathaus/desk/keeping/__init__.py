"""Keeping the town hall's services: for administrators, without programming."""
