"""The citizens' face of a municipality: find, apply, follow. No models; it talks to the doors of other apps."""
