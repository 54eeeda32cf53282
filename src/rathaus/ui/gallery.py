"""What the gallery of components shows: every kind of field, empty, filled and with an error."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from rathaus.ui.icons import icon_shapes

PATTERNS = {
    "": "ui/gallery.html",
    "leistung": "ui/gallery_leistung.html",
    "stand": "ui/gallery_stand.html",
    "eingang": "ui/gallery_eingang.html",
    "vorgang": "ui/gallery_vorgang.html",
}


@dataclass(frozen=True)
class SampleField:
    """As much of a FieldState as the components read."""

    path: str
    kind: str
    label: str
    help: str = ""
    required: bool = True
    value: Any = None
    raw: Any = None
    error: str = ""
    options: tuple[tuple[str, str, str], ...] = ()
    children: tuple["SampleField", ...] = ()
    rows: tuple[tuple[int, tuple["SampleField", ...]], ...] = ()
    width: str = ""
    autocomplete: str = ""
    reactive: bool = False
    text: str = ""
    display: str = ""
    unit: str = ""
    look: str = "auto"
    accept: tuple[str, ...] = ()
    max_files: int = 3
    max_mb: int = 10
    can_add: bool = True
    can_remove: bool = True
    add_label: str = ""
    row_label: str = ""
    max_length: int | None = None
    visible: bool = field(default=True)


def _person(path: str) -> tuple[SampleField, ...]:
    return (
        SampleField(f"{path}.vorname", "text", "Vorname", width="l", autocomplete="given-name", value="Anna"),
        SampleField(f"{path}.nachname", "text", "Nachname", width="l", autocomplete="family-name", value="Beispiel"),
        SampleField(
            f"{path}.geburtsdatum", "date", "Geburtsdatum", help="Zum Beispiel 24.12.1980", value="1980-12-24"
        ),
    )


def _address(path: str) -> tuple[SampleField, ...]:
    return (
        SampleField(f"{path}.strasse", "text", "Straße und Hausnummer", width="l", autocomplete="street-address"),
        SampleField(f"{path}.plz", "postcode", "Postleitzahl", error="Eine Postleitzahl hat 5 Ziffern.", raw="3951"),
        SampleField(f"{path}.ort", "text", "Ort", width="m", autocomplete="address-level2"),
    )


_SIZES = (("klein", "Bis 40 cm Schulterhöhe", ""), ("gross", "Über 40 cm Schulterhöhe", "Oder über 20 kg Gewicht"))
_LONG_LIST = tuple((str(n), f"Ortschaft {n}", "") for n in range(1, 20))
_FILES = [
    {"id": "a", "name": "Haftpflichtversicherung.pdf", "size": 348_112},
    {"id": "b", "name": "Foto Bello.jpg", "size": 2_140_000},
]

FIELDS = (
    SampleField("hund.name", "text", "Wie heißt Ihr Hund?", value="Bello", width="m"),
    SampleField(
        "hund.groesse",
        "choice",
        "Wie groß ist Ihr Hund?",
        options=_SIZES,
        value="gross",
        reactive=True,
        help="Ausgewachsen, an der Schulter gemessen.",
    ),
    SampleField(
        "hund.merkmale",
        "choices",
        "Was trifft zu?",
        required=False,
        value=["chip"],
        options=(("chip", "Der Hund trägt einen Chip", ""), ("dienst", "Der Hund ist ein Diensthund", "")),
    ),
    SampleField("hund.versichert", "yesno", "Ist der Hund haftpflichtversichert?", value=True),
    SampleField("ort", "choice", "In welcher Ortschaft wird der Hund gehalten?", options=_LONG_LIST),
    SampleField(
        "seit",
        "date",
        "Seit wann halten Sie den Hund?",
        help="Zum Beispiel 24.12.2026",
        error="Dieses Datum gibt es nicht.",
        raw="31.02.2026",
    ),
    SampleField("beitrag", "money", "Wie hoch war der Beitrag?", value="1234.50"),
    SampleField(
        "iban",
        "iban",
        "Von welchem Konto dürfen wir abbuchen?",
        help="IBAN, beginnt in Deutschland mit DE",
        width="l",
    ),
    SampleField(
        "mail",
        "email",
        "Wie lautet Ihre E-Mail-Adresse?",
        required=False,
        help="Dann schreiben wir Ihnen, sobald es etwas Neues gibt.",
        width="l",
    ),
    SampleField("grund", "longtext", "Warum beantragen Sie die Sperrung?", max_length=500),
    SampleField(
        "zeitraum",
        "daterange",
        "In welchem Zeitraum?",
        children=(SampleField("zeitraum.von", "date", "Von"), SampleField("zeitraum.bis", "date", "Bis")),
    ),
    SampleField("person", "person", "Wer hält den Hund?", children=_person("person")),
    SampleField("anschrift", "address", "Wo wohnen Sie?", children=_address("anschrift")),
    SampleField(
        "hunde",
        "group",
        "Welche Hunde halten Sie?",
        row_label="Hund",
        add_label="Weiteren Hund hinzufügen",
        rows=(
            (0, (SampleField("hunde.0.name", "text", "Name", value="Bello", width="m"),)),
            (1, (SampleField("hunde.1.name", "text", "Name", width="m", error="Wie heißt der Hund?"),)),
        ),
    ),
    SampleField(
        "nachweis",
        "file",
        "Laden Sie den Nachweis hoch",
        value=_FILES,
        help="PDF oder Foto, höchstens 10 MB je Datei.",
    ),
    SampleField(
        "hinweis", "info", "", text="Für gefährliche Hunde gelten weitere Regeln. Wir melden uns dann bei Ihnen."
    ),
    SampleField("steuer", "computed", "Hundesteuer im Jahr", display="60,00 €"),
    SampleField(
        "erklaerung",
        "declaration",
        "Ich versichere, dass meine Angaben vollständig und richtig sind.",
        error="Ohne diese Erklärung können wir den Antrag nicht annehmen.",
    ),
)


class SamplePage:
    """As much of Django's Page as the pagination reads."""

    number = 2
    paginator = SimpleNamespace(num_pages=7)

    def has_previous(self) -> bool:
        return True

    def has_next(self) -> bool:
        return True


def _cases() -> list[dict[str, str]]:
    services = ("Hund anmelden", "Gewerbe anmelden", "Hausnummer beantragen", "Kita-Vertrag kündigen")
    dues = (("seit 3 Tagen", "late"), ("heute", "soon"), ("morgen", ""), ("in 2 Wochen", ""))
    states = ("PROCESSING", "RECEIVED", "ACTION_REQUIRED", "RECEIVED")
    return [
        {
            "number": f"2026-{123 + number:06}",
            "service": services[number % 4],
            "who": ("Anna Beispiel", "Heimatverein Grieben e. V.", "Bilal Muster")[number % 3],
            "status": states[number % 4],
            "clerk": ("Clara Clerk", "–")[number % 2],
            "due": dues[min(number // 3, 3)][0],
            "late": dues[min(number // 3, 3)][1],
        }
        for number in range(20)
    ]


def context() -> dict[str, Any]:
    errors = [SimpleNamespace(path=f.path, label=f.label, message=f.error) for f in FIELDS if f.error]
    rows = [("Name des Hundes", "Bello"), ("Seit", "1. November 2026"), ("Größe", "Über 40 cm Schulterhöhe")]
    return {
        "fields": FIELDS,
        "errors": errors,
        "rows": [SimpleNamespace(label=label, text=text) for label, text in rows],
        "icons": sorted(icon_shapes()),
        "statuses": ("INITIATED", "SUBMITTED", "RECEIVED", "PROCESSING", "ACTION_REQUIRED", "COMPLETED"),
        "tabs": (
            ("Meine Vorgänge", "?", True, 12),
            ("Mein Amt", "?amt=1", False, 48),
            ("Erledigt", "?fertig=1", False),
        ),
        "page": SamplePage(),
        "cases": _cases(),
    }
