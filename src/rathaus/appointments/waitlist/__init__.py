"""“Tell me when something earlier becomes free”: one time, one person, half an hour."""
