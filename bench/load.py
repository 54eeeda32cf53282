"""Fills a bench database: 10,000 cases in all states, drafts ready to be sent, a clerk who is signed in.

Run as `python -m bench.load <drafts>` in the environment of the installation; prints the JSON of `pages.Loaded`.
One case is made by the real actions; the others are its copies, spread over states, people and due dates.
"""

import json
import random
import sys
from datetime import timedelta
from typing import Any, TypeVar

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from tests import cast  # noqa: E402
from tests.cases import factories  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402

from rathaus.cases.models import Case, Status, Submission, TimelineEvent  # noqa: E402
from rathaus.core import clock  # noqa: E402
from rathaus.core.ids import uuid7  # noqa: E402
from rathaus.tenancy.service import Municipality, TenantModel, scope  # noqa: E402

CASES = 10_000
_OPEN = [Status.RECEIVED] * 5 + [Status.PROCESSING] * 4 + [Status.ACTION_REQUIRED]

Row = TypeVar("Row", bound=TenantModel)


def load(drafts: int) -> dict[str, Any]:
    with scope(Municipality.objects.get(key="tangerhuette")):
        tokens = [factories.dog_draft()[1] for _ in range(drafts)]
        case = factories.dog_case()
        _copy(case)
        session = _sign_in()
    return {"tokens": tokens, "number": case.number, "session": session}


def _copy(case: Case) -> None:
    dice = random.Random(11)
    clara = factories.staff(cast.CLARA)
    submission = Submission.objects.get(case=case)
    events = list(TimelineEvent.objects.filter(case=case))
    cases = [_copied_case(case, number, dice, clara.pk) for number in range(CASES)]
    Case.objects.bulk_create(cases, batch_size=1000)
    Submission.objects.bulk_create(
        [_twin(submission, case=new, idempotency_key=str(new.pk), draft_id=uuid7()) for new in cases], batch_size=1000
    )
    TimelineEvent.objects.bulk_create([_twin(event, case=new) for new in cases for event in events], batch_size=1000)


def _copied_case(case: Case, number: int, dice: random.Random, clara: object) -> Case:
    is_open = number % 5 > 0
    return _twin(
        case,
        number=f"2025-{number:06d}",
        status=dice.choice(_OPEN) if is_open else Status.COMPLETED,
        completed_at=None if is_open else clock.now(),
        assignee_id=clara if dice.random() < 0.02 else None,
        due_on=clock.today() + timedelta(days=dice.randrange(-20, 60)),
    )


def _twin(row: Row, **changes: object) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values["id"] = uuid7()
    for name, value in changes.items():
        values[row._meta.get_field(name).attname] = getattr(value, "pk", value)
    return type(row)(**values)


def _sign_in() -> str:
    client = Client()
    sign_in_session(client, factories.staff(cast.CLARA).account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]))))
