"""What the demo's terminal and its sign-in page both tell; read before Django is set up, so no models here."""

PASSWORD = "Sommer-am-Tanger-7"  # noqa: S105 -- printed for everybody who starts the demo
