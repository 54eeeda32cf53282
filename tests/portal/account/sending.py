"""A draft of the cast, filled in without walking the pages, and sent over the portal."""

from typing import Any

from django.test import Client

from rathaus.cases.service import Case, Draft, save_answers
from rathaus.catalogue.service import forget_shelves
from tests.cases.factories import dog_answers, publish_dog

DOG = "hund-anmelden"
BASE = f"/leistungen/{DOG}/antrag/"
SUMMARY = f"{BASE}pruefen-und-absenden/"


def begin(browser: Client) -> Draft:
    """A dog's draft in this browser, ready to send."""
    forget_shelves()
    before = set(Draft.objects.values_list("pk", flat=True))
    answer = browser.post(BASE)
    assert answer.status_code == 302, answer.content.decode()
    draft = Draft.objects.exclude(pk__in=before).get()
    return save_answers(draft, dog_answers(publish_dog()))


def send(browser: Client, **more: Any) -> Any:
    return browser.post(SUMMARY, {"richtigkeit": "ja", "_key": "einmal", **more})


def send_case(browser: Client) -> Case:
    """Begun and sent in the name in which the browser acts."""
    begin(browser)
    answer = send(browser)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(number=answer.headers["Location"].split("/")[2])
