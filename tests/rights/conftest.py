"""Anna and Bilal with accounts, and what Anna has in both municipalities."""

from pathlib import Path
from typing import Any

import pytest

from rathaus.accounts.service import Account
from rathaus.catalogue.service import forget_shelves
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.rights import life


@pytest.fixture(autouse=True)
def _files_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.RATHAUS_FILES = tmp_path / "files"
    forget_shelves()


@pytest.fixture
def anna(town: Municipality) -> Account:
    return life.account(cast.ANNA)


@pytest.fixture
def bilal(town: Municipality) -> Account:
    return life.account(cast.BILAL)


@pytest.fixture
def annas_life(town: Municipality, thale: Municipality, anna: Account) -> Account:
    """In Tangerhütte a decided case, a draft and a general question; in Thale an open case."""
    life.decide(life.apply(anna))
    life.begin(anna)
    life.ask_generally(anna)
    with scope(thale):
        life.apply(anna)
    return anna


@pytest.fixture
def bilals_life(town: Municipality, thale: Municipality, bilal: Account) -> Account:
    """The same of another person, in the same places."""
    life.decide(life.apply(bilal), file="Bilals Papier.pdf")
    life.begin(bilal, file="Bilals Entwurf.pdf")
    life.ask_generally(bilal, "Bilals Frage")
    with scope(thale):
        life.apply(bilal)
    return bilal
