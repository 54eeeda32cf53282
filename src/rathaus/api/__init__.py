"""The open API below /api/v1/: what other programs may ask and do, for the municipality of the host."""
