"""The paragraphs of an e-mail's text, for its HTML."""

from dataclasses import dataclass

_LONGEST_PREVIEW = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text`, or a button: `link` with its `label`, which is empty where the text gives none."""

    text: str
    link: str = ""
    label: str = ""


def read_paragraphs(body: str, *, host: str) -> list[Paragraph]:
    """A paragraph that is a link to our `host`, alone or below a line that ends with a colon, is a button.

    Other links stay text: what somebody typed must not look like a button of ours.
    """
    return [_paragraph(part.strip(), host) for part in body.strip().split("\n\n") if part.strip()]


def preview(paragraphs: list[Paragraph]) -> str:
    """What a list of e-mails shows beside the subject: the first sentence after the greeting."""
    texts = [p.text for p in paragraphs if p.text]
    chosen = texts[1] if len(texts) > 1 else "".join(texts[:1])
    return chosen if len(chosen) <= _LONGEST_PREVIEW else chosen[: _LONGEST_PREVIEW - 1].rsplit(" ", 1)[0] + " …"


def _paragraph(text: str, host: str) -> Paragraph:
    before, _, last = text.rpartition("\n")
    is_link = last.startswith(f"{host}/") and not any(sign.isspace() for sign in last)
    if is_link and not before:
        return Paragraph("", last)
    if is_link and before.endswith(":") and "\n" not in before:
        return Paragraph("", last, before.rstrip(":"))
    return Paragraph(text)
