"""Fixtures for the tests of the components."""

import pytest

from rathaus.ui import assets


@pytest.fixture(scope="session")
def own_styles() -> str:
    return assets.own_styles()
