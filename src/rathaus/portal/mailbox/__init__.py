"""/postfach/: all that concerns one holder, in one list; conversations with the town hall."""
