"""Tools for those who build Rathaus; nothing of it runs in a town hall."""
