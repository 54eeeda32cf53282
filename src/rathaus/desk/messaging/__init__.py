"""/amt/nachrichten/: what people ask a unit without a case, and what waits for it."""
