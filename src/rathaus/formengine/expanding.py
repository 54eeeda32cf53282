"""Puts shared field groups and shared processes in place, still as raw YAML, so that lines stay known."""

from dataclasses import dataclass, field
from typing import Any

from .source import SourceDict, SourceList
from .types.base import LANGUAGES
from .types.problems import Problem

_DEFAULT_GROUPS = {
    "person": "person",
    "address": "anschrift",
    "organisation": "organisation",
    "daterange": "zeitraum",
}


def derived(origin: SourceDict, values: dict[str, Any]) -> SourceDict:
    """A mapping with other content that is still found where `origin` stands."""
    result = SourceDict(values)
    result.file, result.line = origin.file, origin.line
    result.lines = {key: origin.lines.get(key, origin.line) for key in values}
    return result


def _derived_list(origin: SourceList | SourceDict, items: list[Any]) -> SourceList:
    result = SourceList(items)
    result.file, result.line = origin.file, origin.line
    result.lines = [item.line if isinstance(item, SourceDict) else origin.line for item in items]
    return result


@dataclass(slots=True)
class Expander:
    """`texts` collects the shared words by language and field path; the service's own words come on top."""

    shared: dict[str, SourceDict]
    problems: list[Problem]
    texts: dict[str, dict[str, SourceDict]] = field(default_factory=lambda: {lang: {} for lang in LANGUAGES})

    def form(self, form: SourceDict) -> SourceDict:
        pages = form.get("pages")
        if not isinstance(pages, SourceList):
            return form
        expanded = [self._page(page) if isinstance(page, SourceDict) else page for page in pages]
        return derived(form, {**form, "pages": _derived_list(pages, expanded)})

    def _page(self, page: SourceDict) -> SourceDict:
        fields = page.get("fields")
        if not isinstance(fields, SourceList):
            return page
        return derived(page, {**page, "fields": self._fields(fields, "")})

    def _fields(self, fields: SourceList, prefix: str) -> SourceList:
        expanded: list[Any] = []
        for item in fields:
            if not isinstance(item, SourceDict):
                expanded.append(item)
            elif "use" in item:
                expanded.extend(self._block(item, prefix))
            else:
                expanded.append(self._field(item, prefix))
        return _derived_list(fields, expanded)

    def _field(self, item: SourceDict, prefix: str) -> SourceDict:
        path = f"{prefix}{item.get('key')}"
        if item.get("kind") == "group" and isinstance(item.get("fields"), SourceList):
            return derived(item, {**item, "fields": self._fields(item["fields"], f"{path}.")})
        if item.get("kind") not in _DEFAULT_GROUPS or "fields" in item:
            return item
        name = str(item.get("group") or _DEFAULT_GROUPS[item["kind"]])
        group = self._shared(name, item, "group")
        if group is None:
            return item
        own_label = {lang: self._words(group, lang) for lang in LANGUAGES}
        for lang, words in own_label.items():
            label = {key: value for key, value in words.items() if key != "fields"}
            if label:
                self.texts[lang][path] = derived(words, label)
        parts = self._parts(item, group, f"{path}.")
        rest = {key: value for key, value in item.items() if key not in ("parts", "optional")}
        return derived(item, {**rest, "group": name, "fields": parts})

    def _block(self, item: SourceDict, prefix: str) -> list[Any]:
        unknown = set(item) - {"use", "parts", "optional", "visible"}
        for key in sorted(unknown):
            self._problem(item, key, f"unknown key '{key}' next to 'use'")
        group = self._shared(str(item["use"]), item, "use")
        if group is None:
            return []
        fields = self._parts(item, group, prefix)
        if "visible" in item:
            fields = _derived_list(fields, [derived(f, {**f, "visible": item["visible"]}) for f in fields])
        return list(fields)

    def _parts(self, item: SourceDict, group: SourceDict, prefix: str) -> SourceList:
        """The chosen fields of a shared group in the group's order, with their words."""
        fields = group.get("fields") or SourceList()
        known = {part["key"]: part for part in fields if isinstance(part, SourceDict) and "key" in part}
        wanted = item.get("parts") or group.get("parts") or list(known)
        optional = item.get("optional") or []
        for option, keys in (("parts", wanted), ("optional", optional)):
            for key in keys:
                if key not in known:
                    self._problem(item, option, f"the group has no part '{key}'; it has {', '.join(known)}")
        chosen = SourceList(
            derived(part, {**part, "required": False}) if key in optional else part
            for key, part in known.items()
            if key in wanted
        )
        chosen.file, chosen.line = group.file, group.line
        chosen.lines = [part.line for part in chosen]
        for lang in LANGUAGES:
            words = self._words(group, lang).get("fields") or SourceDict()
            for path, text in words.items():
                if path.split(".")[0] in wanted and isinstance(text, SourceDict):
                    self.texts[lang][prefix + path] = text
        return self._fields(chosen, prefix)

    def _shared(self, name: str, item: SourceDict, key: str) -> SourceDict | None:
        group = self.shared.get(name)
        if group is None:
            self._problem(item, key, f"there is no shared group '{name}' in fields/")
        return group

    @staticmethod
    def _words(group: SourceDict, language: str) -> SourceDict:
        texts = group.get("texts")
        words = texts.get(language) if isinstance(texts, SourceDict) else None
        return words if isinstance(words, SourceDict) else derived(group, {})

    def _problem(self, item: SourceDict, key: str, message: str) -> None:
        self.problems.append(Problem(item.file, item.lines.get(key, item.line), message))

    def words(self, own: SourceDict, language: str) -> SourceDict:
        """A service's texts with the shared words below its own."""
        fields = own.get("fields")
        fields = fields if isinstance(fields, SourceDict) else derived(own, {})
        merged = derived(fields, {})
        for path, text in {**self.texts[language], **fields}.items():
            shared = self.texts[language].get(path)
            if shared is not None and path in fields and isinstance(text, SourceDict):
                merged[path] = derived(text, {**shared, **text})
            else:
                merged[path] = text
            merged.lines[path] = fields.lines.get(path, getattr(text, "line", fields.line))
        return derived(own, {**own, "fields": merged})


def expand_process(process: SourceDict, shared: dict[str, SourceDict], problems: list[Problem]) -> SourceDict:
    """The shared process that `extends` names; this one's transitions replace those of the same name."""
    name = process.get("extends")
    if name is None:
        return process
    base = shared.get(str(name))
    if base is None:
        message = f"there is no shared process '{name}' in processes/"
        problems.append(Problem(process.file, process.lines["extends"], message))
        return process
    own = {t.get("name"): t for t in process.get("transitions") or () if isinstance(t, SourceDict)}
    without = process.get("without") or ()
    kept = [t for t in base.get("transitions") or () if t.get("name") not in own and t.get("name") not in without]
    merged: dict[str, Any] = {**base, **{k: v for k, v in process.items() if k not in ("extends", "without")}}
    merged["transitions"] = _derived_list(process, [*kept, *own.values()])
    if isinstance(base.get("deadlines"), SourceDict) and isinstance(process.get("deadlines"), SourceDict):
        merged["deadlines"] = derived(process["deadlines"], {**base["deadlines"], **process["deadlines"]})
    return derived(process, merged)
