"""FIM data schemas (XDatenfelder 2 and 3, coordinated by FITKO) become draft services."""
