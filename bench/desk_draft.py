"""Begins a service of 100 fields at the desk, with an administrator who is signed in.

Run as `python -m bench.desk_draft` in the environment of an installation; prints the JSON of the session's key.
"""

import json
from datetime import date
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from tests import cast  # noqa: E402
from tests.cases import factories  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402

from rathaus.catalogue.service import create_draft  # noqa: E402
from rathaus.formengine.editing import service as editing  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

PAGES, FIELDS = 10, 10
KEY = "probe"
_KINDS = ("text", "integer", "yesno", "date", "money")


def content() -> dict[str, Any]:
    """Ten pages of ten fields of five kinds; every tenth field hangs on a rule."""
    titles = {"de": "Probe", "en": "Trial"}
    topic = ("bauen", {"de": "Bauen", "en": "Building"})
    made = editing.begin(editing.template(settings.DEFINITIONS, "antrag"), KEY, titles, topic)
    email = {"key": "email", "kind": "email"}
    made["form"], made["applicant"] = {"pages": []}, {"email": "email"}
    for words in made["texts"].values():
        words["pages"], words["fields"] = {}, {}
    for number in range(PAGES):
        made, page = editing.add_page(made, {"de": {"title": f"Seite {number}"}, "en": {"title": f"Page {number}"}})
        for place in range(FIELDS):
            field = email if not number and not place else {"key": f"f{number}_{place}", "kind": _KINDS[place % 5]}
            said = {"label": f"Feld {number} {place}"}
            made, path = editing.add_field(made, page, field, {"": {"de": said, "en": said}})
        made = editing.set_rule(made, path, "visible", f"answered.{path[:-1]}1")
    return editing.with_example({**made, "examples": {}}, date(2026, 11, 22))


def prepare() -> str:
    with scope(Municipality.objects.get(key="tangerhuette")):
        ida = factories.staff(cast.IDA)
        create_draft(content(), source="new", by=ida)
        client = Client()
        sign_in_session(client, ida.account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    print(json.dumps(prepare()))
