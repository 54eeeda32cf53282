"""Publishes the form with 300 fields and begins an application for it, filled in to the end.

Run as `python -m bench.large` in the environment of an installation; prints the JSON of a draft's token.
"""

import json

import django

django.setup()

from bench.rules import TODAY, filled, large_form  # noqa: E402
from rathaus.accounts.service import Unit  # noqa: E402
from rathaus.cases.service import save_answers, start_draft  # noqa: E402
from rathaus.catalogue.service import Offer, publish, store_version  # noqa: E402
from rathaus.formengine.service import Context  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402


def prepare() -> str:
    service = large_form()
    answers = filled(service, Context({}, TODAY, "de", "Stadt Muster"))
    with scope(Municipality.objects.get(key="tangerhuette")):
        offer = Offer(service_key=service.key, unit=Unit.objects.get(key="bau"))
        publish(offer, store_version(service.definition), by=None)
        draft, token = start_draft(offer, language="de")
        save_answers(draft, answers)
    return token


if __name__ == "__main__":
    print(json.dumps(prepare()))
