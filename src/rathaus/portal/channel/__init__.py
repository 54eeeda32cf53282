"""News, what holds today, warnings; and subscribing to them."""
