"""Sources at Tangerhütte, and what they answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from rathaus.channel.models import SourceConfig
from rathaus.channel.sources.health import forget_health
from rathaus.core import clock

Make = Callable[..., SourceConfig]


@pytest.fixture(autouse=True)
def _forget_health() -> Iterator[None]:
    forget_health()
    yield
    forget_health()


@pytest.fixture
def source(town: Any) -> Make:
    """The source of the definitions with that key, changed. It was asked before, unless that is changed."""

    def make(key: str, **changes: Any) -> SourceConfig:
        found = SourceConfig.objects.get(key=key)
        found.succeeded_at = found.succeeded_at or clock.now() - timedelta(minutes=5)
        for name, value in changes.items():
            setattr(found, name, value)
        found.save()
        return found

    return make
