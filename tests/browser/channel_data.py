"""`python -m tests.browser.channel_data`: what a town hall has to tell, so that its pages have something to show."""

from datetime import datetime, time, timedelta

import django


def main() -> None:
    django.setup()
    from rathaus.channel.service import Kind, Message, end, publish, revise
    from rathaus.core import clock
    from rathaus.core.clock import BERLIN
    from rathaus.tenancy.service import Municipality, scope

    def at(days: int, hour: int) -> datetime:
        return datetime.combine(clock.today() + timedelta(days=days), time(hour, 30), BERLIN)

    def meet(title: str, topic: str, days: int, text: str = "") -> Message:
        return Message(
            Kind.EVENT,
            topic,
            title,
            text=text,
            location="Ratssaal, Bismarckstraße 5, Tangerhütte",
            starts_at=at(days, 18),
            ends_at=at(days, 20),
        )

    with scope(Municipality.objects.get(key="tangerhuette")):
        publish(
            Message(
                Kind.WARNING,
                "gefahren",
                "Hochwasser am Tanger",
                text="Der Tanger steigt bis zum Abend über die Ufer.",
                instructions="Bleiben Sie von den Brücken weg.\nRäumen Sie Keller und Garagen.",
                severity="severe",
                places=("Tangerhütte", "Grieben"),
                ends_at=at(1, 12),
            )
        )
        publish(Message(Kind.WARNING, "gefahren", "Glatte Straßen", severity="minor", ends_at=at(1, 9)))
        publish(
            Message(
                Kind.STATUS,
                "freibad",
                "Freibad Tangerhütte: heute geschlossen wegen Gewitter",
                status="closed",
                facility="freibad-tangerhuette",
                places=("Tangerhütte",),
                ends_at=datetime.combine(clock.today() + timedelta(days=1), time(), BERLIN),
            )
        )
        agenda = "Tagesordnung:\n1 Einwohnerfragestunde\n2 Haushalt: Sanierung des Freibads\n3 Spielplatz in Grieben"
        publish(meet("9. Sitzung des Stadtrates", "stadtrat", 9, agenda))
        moved = publish(meet("7. Sitzung des Bauausschusses", "bauausschuss", 12, agenda))
        revise(moved, meet("7. Sitzung des Bauausschusses", "bauausschuss", 14, agenda))
        end(publish(meet("5. Sitzung des Hauptausschusses", "hauptausschuss", 5)))
        with clock.freeze(at(-60, 9)):
            publish(meet("8. Sitzung des Stadtrates", "stadtrat", 20))
        publish(Message(Kind.NEWS, "stellen", "Die Stadt sucht eine Erzieherin", text="Kommen Sie in unser Team."))


if __name__ == "__main__":
    main()
