"""The face of whoever hosts the platform."""
