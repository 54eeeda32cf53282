"""Live news: server-sent events to screens in the hall and to phones, beside the pages and not through them."""
