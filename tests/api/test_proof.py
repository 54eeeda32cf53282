"""A program under attack: asked for a proof, in its answer and in a header. Partners aren't asked."""

from typing import Any

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.appointments.models import Hold
from rathaus.appointments.service import create_partner_key
from tests import cast
from tests.appointments.proofs import solve

from .conftest import Program, problem
from .test_booking import TEN, WANTED


@pytest.fixture(autouse=True)
def _one_a_minute(settings: Any) -> None:
    settings.RATHAUS_HOLDS_UNDER_ATTACK, settings.RATHAUS_PROOF_BITS = 1, 8


def test_the_answer_says_what_to_compute_and_the_header_takes_it(program: Program) -> None:
    program.hold()
    later = {**WANTED, "start": TEN}
    answer = program.post("/holds", later)
    assert problem(answer) == (429, "proof-needed")
    told = answer.json()
    proof = solve(told["challenge"], told["bits"])
    assert problem(program.post("/holds", later, proof_of_work="x" + proof)) == (429, "proof-needed")
    assert program.post("/holds", later, proof_of_work=proof).status_code == 201
    assert problem(program.post("/holds", later, proof_of_work=proof)) == (429, "proof-needed")
    assert problem(program.post("/holds", later, proof_of_work="x" * 301)) == (422, "invalid")
    assert Hold.objects.count() == 2


def test_a_partner_is_not_asked(program: Program) -> None:
    ida = StaffMember.objects.get(account__email=cast.IDA.email)
    key = create_partner_key("Telefonassistent", by=ida)[1]
    program.hold()
    assert program.post("/holds", {**WANTED, "start": TEN}, x_api_key=key).status_code == 201
