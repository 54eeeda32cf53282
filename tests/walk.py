"""An applicant without a browser: reads the pages of the portal as HTML and fills in its forms over real HTTP."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.cluster import ROOT

SUMMARY = "pruefen-und-absenden"
Files = Mapping[str, tuple[str, bytes, str]]


@dataclass
class Form(HTMLParser):
    """The form in <main>: what a browser would send if nothing were touched."""

    page: str
    values: dict[str, list[str]] = field(default_factory=dict)
    uploads: set[str] = field(default_factory=set)
    _main: bool = False
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "main":
            self._main = True
        elif not self._main or (not name and tag != "option"):
            return
        elif tag == "input" and kind == "file":
            self.uploads.add(name)
        elif tag == "input" and (kind not in {"radio", "checkbox"} or "checked" in given):
            self.values.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "textarea":
            self.values.setdefault(name, [""])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._main = False
        if tag == "select":
            self._select = ""


@dataclass
class Applicant:
    """Somebody at one municipality's portal; `client` keeps their cookies."""

    client: httpx.Client

    def begin(self, service: str) -> httpx.Response:
        """Start an application; returns its first page."""
        address = f"/leistungen/{service}/antrag/"
        start = self.client.get(address)
        begun = self.client.post(address, data=Form(start.text).values)
        assert begun.status_code in {302, 303}, begun.text
        return self.follow(begun)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect:
            answer = self.client.get(answer.headers["Location"] if "/" in answer.headers["Location"][:1] else
                                     str(answer.url.join(answer.headers["Location"])))  # fmt: skip
        return answer

    def send(self, page: httpx.Response, typed: Mapping[str, Any], files: Files | None = None) -> httpx.Response:
        """Fill in the form of a page and send it; not followed."""
        form = Form(page.text)
        values = {**form.values, **{name: words(value) for name, value in typed.items()}}
        given = {name: file for name, file in (files or {}).items() if name in form.uploads}
        return self.client.post(page.url.path, data=values, files=given or None)

    def fill(
        self, service: str, pages: Mapping[str, Mapping[str, Any]], files: Files | None = None
    ) -> httpx.Response:
        """Walk all pages of an application with what is typed on each; returns the summary page."""
        page = self.begin(service)
        for _ in range(30):
            key = page.url.path.rstrip("/").rsplit("/", 1)[1]
            if key == SUMMARY:
                return page
            answer = self.send(page, pages.get(key, {}), files)
            if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
                answer = self.send(answer, pages.get(key, {}), files)  # questions that an answer called forth
            assert answer.is_redirect, f"{key}: {answer.status_code}\n{visible_text(answer.text)}"
            page = self.follow(answer)
        raise AssertionError("the form has no end")


def words(value: Any) -> list[str]:
    """A value of an example as it is posted."""
    items = value if isinstance(value, list) else [value]
    return [("ja" if item else "nein") if isinstance(item, bool) else str(item) for item in items]


def example(service: str, name: str = "minimal") -> dict[str, Any]:
    """An example of a service as it stands in its file."""
    path: Path = ROOT / f"definitions/services/{service}/examples/{name}.yaml"
    read: dict[str, Any] = yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 -- texts only
    read["pages"] = {key: {k: _typed(v) for k, v in page.items()} for key, page in read["pages"].items()}
    return read


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return {"true": True, "false": False}.get(value, value)


def visible_text(html: str) -> str:
    main = html.partition("<main")[2] or html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:2000]
