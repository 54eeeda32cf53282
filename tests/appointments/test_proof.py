"""Under attack keeping a time costs a proof of work: good once, for one network in one town hall."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.appointments import holding
from rathaus.appointments.limits import check_holds
from rathaus.appointments.models import Hold
from rathaus.appointments.proving import ask_for_proof, check_proof, zero_bits
from rathaus.appointments.service import ProofNeeded, TooManyHere, find_wish, hold_time
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.tenancy.service import Municipality, scope

from .conftest import MONDAY
from .making import at
from .proofs import solve

NETWORK, OTHER = "203.0.113.7", "198.51.100.9"
BITS = 8


@pytest.fixture(autouse=True)
def _two_a_minute(settings: Any) -> None:
    settings.RATHAUS_HOLDS_UNDER_ATTACK, settings.RATHAUS_PROOF_BITS = 2, BITS


def keep(hour: int, network: str = NETWORK, **more: Any) -> Hold:
    return hold_time(find_wish(["wohnsitz"]), at(hour), office=None, network=network, **more)


def asked(hour: int = 14, network: str = NETWORK, **more: Any) -> ProofNeeded:
    """Refused for want of a proof, with nothing kept."""
    before = Hold.objects.count(), Occupied.objects.count()
    with pytest.raises(ProofNeeded) as needed:
        keep(hour, network, **more)
    assert (Hold.objects.count(), Occupied.objects.count()) == before
    return needed.value


def attack() -> None:
    keep(9, OTHER)
    keep(10, OTHER)


def test_the_hash_is_counted_in_bits() -> None:
    # sha256("") begins with e3b0…; sha256("a") with ca97…; sha256("8") with 2c62…, sha256("39") with 0b91…
    assert [zero_bits(text) for text in ("", "a", "8", "39")] == [0, 0, 2, 4]


def test_up_to_the_threshold_nothing_is_asked_and_a_minute_later_neither(town: Municipality) -> None:
    attack()
    asked()
    with clock.freeze(MONDAY + timedelta(seconds=61)):
        assert keep(14).proof is None


def test_the_threshold_can_be_switched_off(town: Municipality, settings: Any) -> None:
    settings.RATHAUS_HOLDS_UNDER_ATTACK = 0
    attack()
    assert keep(14).proof is None


def test_under_attack_a_proof_keeps_a_time(town: Municipality) -> None:
    attack()
    needed = asked()
    held = keep(14, proof=solve(needed.challenge, needed.bits))
    assert (needed.bits, held.starts_at) == (BITS, at(14))
    assert held.proof is not None


def test_a_proof_is_of_use_once(town: Municipality) -> None:
    attack()
    needed = asked()
    proof = solve(needed.challenge, needed.bits)
    keep(14, proof=proof)
    again = asked(15, proof=proof)
    assert again.challenge != needed.challenge
    assert keep(15, proof=solve(again.challenge, again.bits)).starts_at == at(15)


def test_of_two_at_the_same_moment_with_one_proof_the_database_lets_one_through(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack()
    needed = asked()
    proof = solve(needed.challenge, needed.bits)
    used = keep(14, proof=proof).proof
    monkeypatch.setattr(holding, "check_proof", lambda _proof, _mark: used)  # as the second saw it: not used yet
    asked(15, proof=proof)


def no_work(challenge: str) -> str:
    return next(p for n in range(1000) if zero_bits(p := f"{challenge}.{n}") < BITS)


def made_easy(challenge: str) -> str:
    """With another challenge before the signature."""
    return solve("WyJ4IiwwLDBd" + challenge[challenge.index(":") :], BITS)


def too_long(challenge: str) -> str:
    return solve(f"{challenge}." + "9" * 999, BITS)


@pytest.mark.parametrize("forge", [no_work, made_easy, too_long, str, lambda _c: "", lambda _c: "."])
def test_a_forged_proof_keeps_nothing(town: Municipality, forge: Callable[[str], str]) -> None:
    attack()
    asked(proof=forge(asked().challenge))


def test_a_proof_is_old_after_five_minutes(town: Municipality) -> None:
    needed = ask_for_proof("a" * 32)
    proof = solve(needed.challenge, needed.bits)
    with clock.freeze(MONDAY + timedelta(seconds=299)):
        assert check_proof(proof, "a" * 32)
    with clock.freeze(MONDAY + timedelta(seconds=300)), pytest.raises(ProofNeeded):
        check_proof(proof, "a" * 32)


def test_a_proof_is_of_one_network(town: Municipality) -> None:
    attack()
    needed = asked()
    proof = solve(needed.challenge, needed.bits)
    asked(network="192.0.2.5", proof=proof)
    assert keep(14, proof=proof).starts_at == at(14)


def test_a_proof_is_of_one_town_hall(town: Municipality, thale: Municipality) -> None:
    needed = ask_for_proof("a" * 32)
    proof = solve(needed.challenge, needed.bits)
    assert check_proof(proof, "a" * 32)
    with scope(thale), pytest.raises(ProofNeeded):
        check_proof(proof, "a" * 32)


def test_an_attack_on_one_town_hall_is_none_on_another(town: Municipality, thale: Municipality) -> None:
    attack()
    assert check_holds(NETWORK)[1] is True
    with scope(thale):
        assert check_holds(NETWORK)[1] is False


def test_who_is_trusted_is_asked_for_none(town: Municipality) -> None:
    attack()
    assert keep(14, is_trusted=True).proof is None


def test_one_network_has_an_end_that_no_proof_moves_and_costs_one_query(town: Municipality, settings: Any) -> None:
    settings.RATHAUS_HOLDS_PER_HOUR, settings.RATHAUS_HOLDS_UNDER_ATTACK = 3, 2
    attack()
    for hour in (11, 14, 15):
        needed = asked(hour)
        keep(hour, proof=solve(needed.challenge, needed.bits))
    wish = find_wish(["wohnsitz"])
    for _attempt in range(1000):
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            pytest.raises(TooManyHere) as refused,
        ):
            hold_time(wish, at(16), office=None, network=NETWORK, proof="x")
        assert type(refused.value) is TooManyHere
    assert len([q for q in queries if q["sql"].split()[0].lower() == "select"]) == 1
    assert Hold.objects.count() == 5
