"""The definitions of the house, loaded once, and a maker of small forms."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rathaus.formengine.service import Catalogue, CompiledService, Context, compile_service, load_catalogue
from tests.formengine.making import make_service
from tests.formengine.sampling import SAMPLE, Sample

DEFINITIONS = Path(__file__).parents[2] / "definitions"
TODAY = date(2026, 11, 22)

MakeForm = Callable[..., tuple[CompiledService, Context]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(DEFINITIONS)


@pytest.fixture(scope="session")
def dog(catalogue: Catalogue) -> CompiledService:
    return compile_service(catalogue.services["hund-anmelden"])


@pytest.fixture
def context(dog: CompiledService) -> Context:
    return Context(dog.parameter_values({}), TODAY, "de", "Stadt Tangerhütte")


@pytest.fixture
def make_form() -> MakeForm:
    """A service with these fields on one page (or these pages), and a context for it."""

    def make(*fields: dict[str, Any], language: str = "de", **parts: Any) -> tuple[CompiledService, Context]:
        service = compile_service(make_service(*fields, **parts))
        return service, Context(service.parameter_values({}), TODAY, language, "Stadt Muster")  # type: ignore[arg-type]

    return make


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    shutil.copytree(SAMPLE, tmp_path / "definitions")
    return Sample(tmp_path / "definitions")
