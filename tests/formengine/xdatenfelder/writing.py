"""Writes data schemas of our own in the exact shape of the standard, version 2 and 3.

The order of elements, the coded values and what is written as attribute or as JSON follow the two versions; the
content is made up: a landlord's confirmation that somebody moved in.
"""

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rathaus.formengine.service import ServiceDefinition
from rathaus.formengine.xdatenfelder.importing import ImportedSchema
from tests.formengine.making import make_service

NAMESPACES = {2: "urn:xoev-de:fim:standard:xdatenfelder_2", 3: "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"}
Part = tuple[str, str]
"""How often ("1:1") and the element's XML."""


class Writer:
    def __init__(self, version: int) -> None:
        self.version = version
        self.number = 0

    def schema(self, name: str, *parts: Part, rules: str = "", namespace: str = "", **more: str) -> bytes:
        label = "bezeichnung" if self.version == 3 else "bezeichnungEingabe"
        body = (
            self._identity("S", more.get("id", ""))
            + self._text("name", name)
            + self._text(label, more.get("title", name))
            + self._text("beschreibung", more.get("description", ""))
            + "".join(self._text("bezug", reference) for reference in more.get("law", "").split("|"))
            + rules
            + "".join(self._structure(count, element) for count, element in parts)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<xdf:xdatenfelder.stammdatenschema.0102 '
            f"xmlns:xdf={quoteattr(namespace or NAMESPACES[self.version])}>"
            "<xdf:header><xdf:nachrichtID>4711</xdf:nachrichtID>"
            "<xdf:erstellungszeitpunkt>2026-11-22T08:00:00.000Z</xdf:erstellungszeitpunkt></xdf:header>"
            f"<xdf:stammdatenschema>{body}</xdf:stammdatenschema></xdf:xdatenfelder.stammdatenschema.0102>"
        ).encode()

    def group(self, name: str, *parts: Part, count: str = "1:1", rules: str = "", **more: str) -> Part:
        content = self._element("G", name, more)
        if self.version == 3 and more.get("art"):
            content += self._code("art", more["art"])
        content += rules + "".join(self._structure(how_often, element) for how_often, element in parts)
        return count, f"<xdf:datenfeldgruppe>{content}</xdf:datenfeldgruppe>"

    def field(
        self, name: str, datentyp: str = "text", *, count: str = "1:1", art: str = "input", **more: Any
    ) -> Part:
        content = self._element("F", name, more) + self._code("feldart", art) + self._code("datentyp", datentyp)
        content += self._limits(more.get("limits", {})) + self._text("inhalt", more.get("content", ""))
        if self.version == 3:
            content += self._code("vorbefuellung", "keine") + self._values(more.get("codes", {}))
            content += "".join(self._text("mediaType", media) for media in more.get("media", ()))
            content += self._text("maxSize", str(more.get("max_size", "")))
        content += self._list(more.get("code_list", "")) + more.get("rules", "")
        return count, f"<xdf:datenfeld>{content}</xdf:datenfeld>"

    def rule(self, name: str, text: str) -> str:
        sentence = "freitextRegel" if self.version == 3 else "definition"
        script = "skript" if self.version == 3 else "script"
        content = self._identity("R") + self._text("name", name) + self._text(sentence, text)
        return f"<xdf:regel>{content}{self._text(script, 'function script() {}')}</xdf:regel>"

    def _element(self, letter: str, name: str, more: dict[str, Any]) -> str:
        return (
            self._identity(letter, more.get("id", ""))
            + self._text("name", name)
            + self._text("bezeichnungEingabe", more.get("label", name))
            + self._text("bezeichnungAusgabe", more.get("short", name))
            + self._text("beschreibung", "")
            + self._code("schemaelementart", "RNG")
            + self._text("hilfetextEingabe", more.get("help", ""))
            + self._text("hilfetextAusgabe", "")
        )

    def _identity(self, letter: str, id_: str = "") -> str:
        self.number += 1
        digits, version = (8, "1.0") if self.version == 2 else (11, "1.0.0")
        id_ = id_ or f"{letter}60{self.number:0{digits - 2}d}"
        return f"<xdf:identifikation>{self._text('id', id_)}{self._text('version', version)}</xdf:identifikation>"

    def _structure(self, count: str, element: str) -> str:
        content = f"{self._text('anzahl', count)}<xdf:bezug/><xdf:enthaelt>{element}</xdf:enthaelt>"
        return f"<xdf:struktur>{content}</xdf:struktur>"

    def _limits(self, limits: dict[str, Any]) -> str:
        if not limits:
            return "<xdf:praezisierung/>" if self.version == 2 else ""
        if self.version == 2:
            return self._text("praezisierung", json.dumps({key: str(value) for key, value in limits.items()}))
        return "<xdf:praezisierung " + " ".join(f"{k}={quoteattr(str(v))}" for k, v in limits.items()) + "/>"

    def _values(self, codes: dict[str, str]) -> str:
        rows = "".join(
            f"<xdf:wert>{self._text('code', code)}{self._text('name', name)}</xdf:wert>"
            for code, name in codes.items()
        )
        return f"<xdf:werte>{rows}</xdf:werte>" if rows else ""

    def _list(self, uri: str) -> str:
        if not uri:
            return ""
        names = self._text("canonicalIdentification", uri) + self._text("version", "2")
        names += self._text("canonicalVersionUri", f"{uri}_2")
        if self.version == 2:
            names = f"{self._identity('C')}<xdf:genericodeIdentification>{names}</xdf:genericodeIdentification>"
        return f"<xdf:codelisteReferenz>{names}</xdf:codelisteReferenz>"

    @staticmethod
    def _code(name: str, code: str) -> str:
        uri = f"urn:xoev-de:fim:codeliste:xdatenfelder.{name}"
        return f'<xdf:{name} listURI="{uri}" listVersionID="1.0"><code>{code}</code></xdf:{name}>'

    @staticmethod
    def _text(name: str, text: str) -> str:
        return f"<xdf:{name}>{escape(text)}</xdf:{name}>" if text else f"<xdf:{name}/>"


def moving_in(version: int) -> bytes:
    """About forty fields: a landlord confirms that people moved in, out, or into a smaller home."""
    w = Writer(version)
    person = (
        w.field("Familienname", "text_latin" if version == 3 else "text", limits={"minLength": 1, "maxLength": 120}),
        w.field("Vornamen", limits={"minLength": 1, "maxLength": 80}),
    )
    address = (
        w.field(
            "Straße", limits={"minLength": 1, "maxLength": 55}, id="F60000243" if version == 2 else "F60000000243"
        ),
        w.field("Hausnummer", limits={"maxLength": 9}),
        w.field(
            "Postleitzahl",
            limits={"minLength": 5, "maxLength": 5, "pattern": "^([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}$"},
        ),
        w.field("Ort", limits={"minLength": 1, "maxLength": 40}),
        w.field("Adresszusatz", count="0:1", limits={"maxLength": 21}),
    )
    kinds = {"001": "Einzug", "002": "Auszug", "003": "Einzug und Auszug"}
    return w.schema(
        "Wohnungsgeberbestätigung",
        w.group(
            "Wohnungsgeber",
            *person,
            w.group("Anschrift des Wohnungsgebers", *address),
            w.field("E-Mail", label="E-Mail-Adresse", limits={"maxLength": 254}),
            w.field("Telefon", count="0:1", limits={"maxLength": 30}),
            w.field("Ist Eigentümer", "bool", label="Gehört Ihnen die Wohnung?"),
            w.group(
                "Eigentümer",
                w.field("Name des Eigentümers", limits={"maxLength": 200}),
                w.group("Anschrift des Eigentümers", *address, count="0:1"),
                count="0:1",
                rules=w.rule(
                    "Eigentümer angeben", "Wenn „Ist Eigentümer“ nein ist, muss G60000020 ausgefüllt werden."
                ),
            ),
        ),
        w.group(
            "Wohnung",
            w.group(
                "Anschrift der Wohnung",
                *address,
                help="Die Wohnung, in die jemand ein- oder aus der jemand auszieht.",
            ),
            w.field("Lage im Haus", count="0:1", limits={"maxLength": 60}, help="Zum Beispiel 2. Stock links."),
            w.field("Wohnfläche", "num", count="0:1", limits={"minValue": 5, "maxValue": 1000}),
            w.field("Zahl der Räume", "num_int", limits={"minValue": 1, "maxValue": 30}),
            w.field("Kaltmiete", "num_currency", count="0:1", limits={"minValue": 0}),
            w.field(
                "Wohnungsart",
                "text",
                art="select",
                codes={"1": "Hauptwohnung", "2": "Nebenwohnung"},
                code_list="" if version == 3 else "urn:de:beispiel:wohnungsart",
            ),
        ),
        w.group(
            "Ein- oder Auszug",
            w.field(
                "Anlass",
                "text",
                art="select",
                codes=kinds,
                code_list="" if version == 3 else "urn:de:beispiel:anlass",
            ),
            w.field(
                "Tag des Einzugs",
                "date",
                count="0:1",
                rules=w.rule("Einzug", "Pflicht, wenn F60000099 „Anlass“ einen Einzug nennt."),
            ),
            w.field("Tag des Auszugs", "date", count="0:1"),
            w.field("Uhrzeit der Übergabe", "time" if version == 3 else "text", count="0:1"),
        ),
        w.group(
            "Meldepflichtige Person",
            *person,
            w.field("Geburtsdatum", "date"),
            w.field("Staatsangehörigkeit", art="select", count="1:*", code_list="urn:de:beispiel:staat"),
            w.group("Frühere Namen", w.field("Name", limits={"maxLength": 80}), count="0:*"),
            count="1:20",
        ),
        w.field(
            "Hinweis", art="label", content="Die Bestätigung ist innerhalb von zwei Wochen nach dem Einzug nötig."
        ),
        w.field("Mietvertrag", "file", count="0:3", media=("application/pdf", "image/png"), max_size=8_000_000),
        w.field("Bemerkungen", count="0:1", limits={"maxLength": 1500}),
        w.field("Richtigkeit", "bool", label="Ich bestätige, dass meine Angaben stimmen."),
        w.field("Aktenzeichen", count="0:1", art="hidden" if version == 3 else "label", content="–"),
        rules=w.rule("Zwei Wochen", "Die Bestätigung muss binnen zwei Wochen vorliegen."),
        title="Wohnungsgeberbestätigung ausstellen",
        description="Bestätigung des Wohnungsgebers nach dem Bundesmeldegesetz",
        law="§ 19 Bundesmeldegesetz (BMG)",
        id="S60000777" if version == 2 else "S60000000777",
    )


def as_service(imported: ImportedSchema) -> ServiceDefinition:
    """The imported parts in a service that is otherwise whole."""
    content = make_service({"key": "email", "kind": "email"}).model_dump(mode="json")
    texts = {lang: {**content["texts"][lang], **imported.content["texts"][lang]} for lang in ("de", "en")}
    for words in texts.values():
        words["description"] = words["description"] or "Beschreibung"
        words["legal_basis"] = words["legal_basis"] or [{"name": "§ 1"}]
    whole = {**content, **imported.content, "texts": texts}
    return ServiceDefinition.model_validate(whole)
