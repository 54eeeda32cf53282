"""The content of a service that is begun: from the template, from a data schema, as a copy."""

import copy
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rathaus.core.text import fold
from rathaus.formengine.types.base import LANGUAGES
from rathaus.formengine.xdatenfelder.importing import ImportedSchema

from .tree import Content
from .trial import with_example

_LONGEST_KEY = 60


def service_key(title: str) -> str:
    """The name of a service in addresses: "Hund anmelden (Ortsteil)" → hund-anmelden-ortsteil; "" for no letters."""
    key = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_LONGEST_KEY].strip("-")
    return key if key[:1].isalpha() else f"leistung-{key}".strip("-") if key else ""


def begin(
    template: Content, key: str, titles: Mapping[str, str], topic: tuple[str, Mapping[str, str]]
) -> dict[str, Any]:
    """The template under another name; `topic` is its key and what it is called by language."""
    content = copy.deepcopy(dict(template))
    content["key"], content["topics"] = key, [topic[0]]
    for lang in LANGUAGES:
        texts = content["texts"][lang]
        texts["title"], texts["topics"] = titles[lang], [topic[1][lang]]
        texts["keywords"] = _keywords(titles[lang], texts["keywords"])
    return content


def begin_with_schema(content: Content, imported: ImportedSchema, today: date) -> dict[str, Any]:
    """The form, the applicant and what words the schema has, in place of the template's."""
    begun = copy.deepcopy(dict(content))
    given = copy.deepcopy(dict(imported.content))
    begun["form"], begun["applicant"] = given["form"], given["applicant"]
    for lang in LANGUAGES:
        texts, own = begun["texts"][lang], given["texts"][lang]
        texts["pages"], texts["fields"] = own["pages"], own["fields"]
        if own["legal_basis"]:
            texts["legal_basis"] = own["legal_basis"]
        if own["description"] and lang == "de":
            texts["description"] = own["description"]
    begun["examples"] = {}
    return with_example(begun, today)


def begin_as_copy(content: Content, key: str, titles: Mapping[str, str]) -> dict[str, Any]:
    copied = copy.deepcopy(dict(content))
    copied["key"] = key
    for lang in LANGUAGES:
        copied["texts"][lang]["title"] = titles[lang]
    return copied


def _keywords(title: str, usual: list[str]) -> list[str]:
    words = [word for word in re.findall(r"\w[\w-]+", title.lower()) if len(word) > 3]  # noqa: PLR2004 - der, und, bei
    return list(dict.fromkeys([*words, *usual]))[:20]
