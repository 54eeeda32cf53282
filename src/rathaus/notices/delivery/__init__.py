"""When a notice counts as given, and until when it can be objected to. Pure counting of days; no rows, no clock."""
