"""What the town hall tells: writing, correcting, ending, and how far it got."""
