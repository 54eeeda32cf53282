"""A letter and a receipt as the cases app would ask for them."""

from typing import Any

TOWN = {
    "name": "Stadt Tangerhütte",
    "address": "Bismarckstraße 5\n39517 Tangerhütte",
    "phone": "03935 9317-0",
    "email": "info@tangerhuette.example",
    "website": "tangerhuette.example",
    "accent": "#1d6b4f",
}
CASE = {"number": "2026-000123", "service": "Hund anmelden", "submitted_at": "2026-11-03T10:12:00+01:00"}
LINK = "https://tangerhuette.example/vorgang/?nr=2026-000123#K7QP-2M4X-9TRD-HW5C-3FZA"

TEMPLATE = """#import "/rathaus/letter.typ": *
#show: letter
Ihr Hund #strong(value("hund.name")) ist ab dem #day(value("hund.seit")) zur Hundesteuer angemeldet.
Die Steuer beträgt #money(value("steuer")) im Jahr.
"""


def letter(**changes: Any) -> dict[str, Any]:
    return {
        "municipality": TOWN,
        "unit": {"name": "Fachbereich Finanzen", "clerk": "Clara Clerk", "room": "2.14", "phone": "03935 9317-42"},
        "case": CASE,
        "recipient": {"lines": ["Anna Beispiel", "Otto-Nuschke-Straße 12 a", "39517 Tangerhütte"]},
        "title": "Bescheid über die Hundesteuer",
        "date": "2026-11-22",
        "outcome": "granted",
        "reasons": "Sie halten seit dem 1. November 2026 einen Hund.\n\nDie Steuer folgt aus § 5 der Satzung.",
        "fee": {
            "amount": "7.50",
            "items": [{"label": "Hundesteuer 2026", "amount": "7.50"}],
            "due": "2026-12-15",
            "reference": "HU-2026-000123-7",
        },
        "objection": {
            "kind": "widerspruch",
            "authority": "Stadt Tangerhütte",
            "address": "Bismarckstraße 5, 39517 Tangerhütte",
        },
        "qr_url": LINK,
        "values": {"hund": {"name": "Bello", "seit": "2026-11-01"}, "steuer": "45.00"},
        **changes,
    }


def receipt(**changes: Any) -> dict[str, Any]:
    return {
        "municipality": TOWN,
        "case": CASE,
        "submitted_at": "2026-11-22T14:32:10+01:00",
        "answers": [{"page": "Ihr Hund", "rows": [{"label": "Name des Hundes", "text": "Bello"}]}],
        "files": [{"name": "Impfpass Bello.pdf", "size": 812_345}],
        "next_steps": ["Wir prüfen Ihren Antrag.", "Den Bescheid stellen wir in Ihren Vorgang."],
        "qr_url": LINK,
        **changes,
    }
