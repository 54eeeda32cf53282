"""Everything people read in the interface exists in English too, with the same placeholders."""

import re

from tools.messages import read_catalogue, used_messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def texts(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def test_every_text_has_its_english() -> None:
    catalogue = read_catalogue()
    missing = []
    for message, context, file in used_messages():
        entry = catalogue.get(message, context)
        if entry is None or entry.fuzzy or not all(texts(entry.string)):
            missing.append(f"{file}: {message}")
    assert missing == []


def test_templates_and_modules_are_read() -> None:
    files = {file.rsplit(".", 1)[1] for _, _, file in used_messages()}
    assert {"html", "py"} <= files


def test_translations_keep_the_placeholders() -> None:
    differing = []
    for entry in read_catalogue():
        if entry.id:
            wanted = {p for text in texts(entry.id) for p in PLACEHOLDER.findall(text)}
            given = {p for text in texts(entry.string) for p in PLACEHOLDER.findall(text)}
            if wanted != given:
                differing.append(texts(entry.id)[0])
    assert differing == []
