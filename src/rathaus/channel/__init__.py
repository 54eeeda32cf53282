"""The information channel: what the town hall tells, who wants to hear it, and how it gets there."""
