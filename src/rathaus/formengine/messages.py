"""What the engine says about an answer, in both languages: each message tells what to do."""

from string import Formatter

from .types.base import Language

MESSAGES: dict[str, dict[Language, str]] = {
    "required": {
        "de": "Füllen Sie das Feld „{label}“ aus.",
        "en": "Fill in “{label}”.",
    },
    "appeared": {
        "de": "Durch Ihre Antworten kommt „{label}“ dazu. Beantworten Sie das noch.",
        "en": "Your answers add “{label}”. Answer this too.",
    },
    "required_choice": {
        "de": "Wählen Sie bei „{label}“ eine Antwort aus.",
        "en": "Choose an answer for “{label}”.",
    },
    "required_file": {
        "de": "Fügen Sie bei „{label}“ eine Datei hinzu.",
        "en": "Add a file for “{label}”.",
    },
    "required_appointment": {
        "de": "Wählen Sie bei „{label}“ eine Zeit aus.",
        "en": "Choose a time for “{label}”.",
    },
    "required_declaration": {
        "de": "Setzen Sie das Häkchen bei „{label}“, wenn die Aussage stimmt.",
        "en": "Tick “{label}” if the statement is true.",
    },
    "too_long": {
        "de": "Kürzen Sie den Text auf höchstens {limit} Zeichen. Im Moment sind es {length}.",
        "en": "Shorten the text to at most {limit} characters. It has {length} now.",
    },
    "too_short": {
        "de": "Schreiben Sie mindestens {limit} Zeichen.",
        "en": "Write at least {limit} characters.",
    },
    "name_letters": {
        "de": "Schreiben Sie den Namen mit lateinischen Buchstaben, so wie er im Ausweis steht. "
        "Nicht möglich ist: {letters}",
        "en": "Write the name in Latin letters, as on the identity card. Not possible: {letters}",
    },
    "pattern": {
        "de": "Prüfen Sie die Schreibweise bei „{label}“.",
        "en": "Check the spelling of “{label}”.",
    },
    "integer": {
        "de": "Geben Sie eine ganze Zahl in Ziffern ein, zum Beispiel 3.",
        "en": "Enter a whole number in digits, for example 3.",
    },
    "decimal": {
        "de": "Geben Sie eine Zahl ein, zum Beispiel 1.234,5.",
        "en": "Enter a number, for example 1,234.5.",
    },
    "places": {
        "de": "Geben Sie die Zahl mit höchstens {places} Stellen nach dem Komma ein.",
        "en": "Enter the number with at most {places} digits after the point.",
    },
    "money": {
        "de": "Geben Sie den Betrag in Euro ein, zum Beispiel 12,50.",
        "en": "Enter the amount in euros, for example 12.50.",
    },
    "minimum": {
        "de": "Geben Sie mindestens {limit} an.",
        "en": "Enter at least {limit}.",
    },
    "maximum": {
        "de": "Geben Sie höchstens {limit} an.",
        "en": "Enter at most {limit}.",
    },
    "date": {
        "de": "Geben Sie „{label}“ als Tag.Monat.Jahr ein, zum Beispiel 24.12.1985.",
        "en": "Enter “{label}” as day.month.year, for example 24.12.1985.",
    },
    "date_impossible": {
        "de": "Den {typed} gibt es nicht. Geben Sie das Datum als Tag.Monat.Jahr ein, zum Beispiel 24.12.1985.",
        "en": "There is no {typed}. Enter a date as day.month.year, for example 24.12.1985.",
    },
    "date_far": {
        "de": "Prüfen Sie das Jahr: Es muss zwischen 1850 und 2150 liegen.",
        "en": "Check the year: it must be between 1850 and 2150.",
    },
    "option": {
        "de": "Wählen Sie bei „{label}“ eine der angebotenen Antworten aus.",
        "en": "Choose one of the answers on offer for “{label}”.",
    },
    "email": {
        "de": "Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel name@beispiel.de.",
        "en": "Enter a complete e-mail address, for example name@example.com.",
    },
    "phone": {
        "de": "Geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 03935 12345 oder 0151 23456789.",
        "en": "Enter the phone number with its area code, for example 03935 12345 or +44 20 7946 0000.",
    },
    "iban": {
        "de": "Prüfen Sie die IBAN. Eine deutsche IBAN beginnt mit DE und hat 22 Stellen; "
        "sie steht auf Ihrer Bankkarte.",
        "en": "Check the IBAN. A German IBAN starts with DE and has 22 characters; it is on your bank card.",
    },
    "postcode": {
        "de": "Geben Sie die Postleitzahl mit 5 Ziffern ein, zum Beispiel 39517.",
        "en": "Enter the postcode with 5 digits, for example 39517.",
    },
    "too_many_files": {
        "de": "Entfernen Sie Dateien: Möglich sind höchstens {limit}.",
        "en": "Remove files: at most {limit} are possible.",
    },
    "too_few_rows": {
        "de": "Fügen Sie bei „{label}“ mindestens {limit} Einträge hinzu.",
        "en": "Add at least {limit} entries to “{label}”.",
    },
    "too_many_rows": {
        "de": "Entfernen Sie bei „{label}“ Einträge: Möglich sind höchstens {limit}.",
        "en": "Remove entries from “{label}”: at most {limit} are possible.",
    },
    "valid": {
        "de": "Prüfen Sie Ihre Angabe bei „{label}“.",
        "en": "Check your answer to “{label}”.",
    },
    "not_given": {"de": "Keine Angabe", "en": "Not given"},
    "confirmed": {"de": "Bestätigt", "en": "Confirmed"},
    "yes": {"de": "Ja", "en": "Yes"},
    "no": {"de": "Nein", "en": "No"},
}


def say(code: str, language: Language, **arguments: object) -> str:
    """The message in that language. What was typed goes in as it is and is never read as a placeholder."""
    return Formatter().vformat(MESSAGES[code][language], (), arguments)
