"""The demo's inbox."""

import pytest

from rathaus.accounts.demo import create_demo_staff
from rathaus.cases.acting import derive, state_of
from rathaus.cases.demo import create_demo_cases
from rathaus.cases.models import Case, CaseFile
from rathaus.catalogue.service import publish_definitions
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope

pytestmark = pytest.mark.django_db


def test_the_demo_has_cases_in_every_state_and_sends_nothing(tangerhuette: Municipality) -> None:
    with scope(tangerhuette):
        publish_definitions(tangerhuette)
        create_demo_staff(tangerhuette)
        assert create_demo_cases(tangerhuette) >= 30
        cases = list(Case.objects.order_by("number"))
        assert {case.status for case in cases} == {"RECEIVED", "PROCESSING", "ACTION_REQUIRED", "COMPLETED"}
        assert len({case.service_key for case in cases}) >= 5
        assert [case.submitted_at for case in cases] == sorted(case.submitted_at for case in cases)
        assert CaseFile.objects.exists()
        assert [derive(case) for case in cases] == [state_of(case) for case in cases]
        assert OutgoingMail.objects.count() == 0
        assert create_demo_cases(tangerhuette) == 0
