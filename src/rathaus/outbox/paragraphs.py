"""The paragraphs of an e-mail's text, for its HTML."""

from collections.abc import Collection
from dataclasses import dataclass

_LONGEST_PREVIEW = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text`, or a button: `link` with its `label`, which is empty where the text gives none.

    With a `heading` the text stands below it, and the link is the heading's.
    """

    text: str
    link: str = ""
    label: str = ""
    heading: str = ""


def read_paragraphs(body: str, *, host: str, headings: Collection[str] = ()) -> list[Paragraph]:
    """A paragraph that is a link to our `host`, alone or below a line that ends with a colon, is a button.

    One that begins with a line of `headings` has a heading. Other links stay text: what somebody typed must not look
    like a button of ours.
    """
    parts = [part.strip() for part in body.strip().split("\n\n") if part.strip()]
    return [_headed(part, host) if part.partition("\n")[0] in headings else _paragraph(part, host) for part in parts]


def preview(paragraphs: list[Paragraph]) -> str:
    """What a list of e-mails shows beside the subject: the first sentence after the greeting or the heading."""
    texts = [p.text for p in paragraphs if p.text]
    is_headed = any(p.heading for p in paragraphs[:1])
    chosen = texts[1] if len(texts) > 1 and not is_headed else "".join(texts[:1])
    return chosen if len(chosen) <= _LONGEST_PREVIEW else chosen[: _LONGEST_PREVIEW - 1].rsplit(" ", 1)[0] + " …"


def _headed(part: str, host: str) -> Paragraph:
    heading, _, text = part.partition("\n")
    before, _, last = text.rpartition("\n")
    return Paragraph(before, last, heading=heading) if _is_link(last, host) else Paragraph(text, heading=heading)


def _is_link(line: str, host: str) -> bool:
    return line.startswith(f"{host}/") and not any(sign.isspace() for sign in line)


def _paragraph(text: str, host: str) -> Paragraph:
    before, _, last = text.rpartition("\n")
    is_link = _is_link(last, host)
    if is_link and not before:
        return Paragraph("", last)
    if is_link and before.endswith(":") and "\n" not in before:
        return Paragraph("", last, before.rstrip(":"))
    return Paragraph(text)
