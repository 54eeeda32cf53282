"""Another version of a service."""

from collections.abc import Callable
from typing import Any

from rathaus.catalogue.service import Offer, ServiceVersion, compiled, store_version
from rathaus.formengine.service import ServiceDefinition


def changed_version(offer: Offer, change: Callable[[dict[str, Any]], Any]) -> ServiceVersion:
    """The offer's service after `change` on its JSON. (A model_copy would keep the remembered hash.)"""
    content = compiled(offer.current_version).definition.model_dump(mode="json")
    change(content)
    version = store_version(ServiceDefinition.model_validate(content))
    assert version.pk != offer.version_id
    return version


def as_another(content: dict[str, Any], key: str, **parameters: Any) -> dict[str, Any]:
    """The same service under another key, with one example that plays nowhere in particular."""
    minimal = content["examples"]["minimal"]
    pages = {page: typed for page, typed in minimal["pages"].items() if typed}  # others come with a parameter
    example = {**minimal, "municipality": None, "pages": pages, "expect": {}, "parameters": parameters}
    return {**content, "key": key, "examples": {"minimal": example}}
