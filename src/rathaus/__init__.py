"""Rathaus: the digital town hall for German municipalities."""
