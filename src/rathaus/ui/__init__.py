"""Components, base templates and assets: the look of every page. Imports only core."""
