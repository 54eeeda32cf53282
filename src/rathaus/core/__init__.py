"""Ids, clock, money, text: no models, imports nothing of ours."""
