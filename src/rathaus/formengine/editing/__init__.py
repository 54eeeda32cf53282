"""Changes a definition as JSON, one step at a time, for people who build forms on a screen."""
