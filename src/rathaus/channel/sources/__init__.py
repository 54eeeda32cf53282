"""Automatic sources of the channel: what others publish in a standard's format becomes notices of the town hall."""
