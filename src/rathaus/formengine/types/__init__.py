"""Definition types: frozen, strict, and equal to their JSON."""
