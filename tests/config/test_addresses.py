"""The names of addresses: Django takes the last of two, and a form then leads elsewhere without a word."""

from collections import Counter
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def names(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    """Each name with its namespace, as `reverse` looks for it."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from ((f"{one.namespace}:{at}" if one.namespace else at, name) for at, name in names(one))
        elif one.name:
            yield "", one.name


def test_no_two_addresses_have_the_same_name() -> None:
    twice = {name: n for name, n in Counter(names(get_resolver())).items() if n > 1}
    assert twice == {}
