"""Opening rules, closures and whole days at the desk: shown before they are saved."""
