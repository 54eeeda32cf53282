"""What the tests of the pages for administrators share."""

from rathaus.catalogue.service import Offer, find_kept_offer

DOG = "hund-anmelden"
LIST = "/amt/leistungen/"


def dog() -> Offer:
    offer = find_kept_offer(DOG)
    assert offer is not None
    return offer


def page_of(page: str = "", key: str = DOG) -> str:
    """The address of one of a service's pages."""
    return f"{LIST}{key}/{page}"
