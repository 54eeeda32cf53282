"""The counter: somebody shows an identity document, and the town hall notes that it has seen it."""
