"""Web push: the test vector of RFC 8291, and a real push service on this machine that decrypts."""

import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from py_vapid import Vapid02

from rathaus.channel.codes import subscriber_token
from rathaus.channel.failing import note_failure
from rathaus.channel.models import Delivery, Subscriber
from rathaus.channel.push.encrypting import BadKeys, check_keys, decode, encode, encrypt
from rathaus.channel.push.posting import TOGETHER, may_be_endpoint
from rathaus.channel.push.vapid import public_key
from rathaus.channel.sending import claiming, pushing
from rathaus.channel.service import Choice, Kind, choices_of, find_browser, leave, subscribe_browser
from rathaus.core import fetching
from rathaus.tenancy.service import Municipality, scope

from .browsers import Browser, Service
from .making import POOL, carry_out, tell

AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.RATHAUS_PUSH_INSIDE = True
    made = Service()
    yield made
    made.close()


def subscribe(service: Service, browser: Browser) -> Subscriber:
    return subscribe_browser(
        f"{service.url}/push/1",
        p256dh=encode(browser.p256dh),
        auth=encode(browser.auth),
        choices=[Choice(POOL)],
        language="de",
    )


def test_the_test_vector_of_rfc_8291() -> None:
    private = int.from_bytes(decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh=RECEIVER,
        auth=AUTH,
        salt=decode("DGv6ra1nlYgDCS1FRnbzlw"),
        sender=ec.derive_private_key(private, ec.SECP256R1()),
    )
    assert encode(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (RECEIVER, "kurz"),
        (RECEIVER[:-4] + "AAAA", AUTH),
        (RECEIVER + "!" * 100, AUTH),  # which a reader that skips what it doesn't know would take
        (RECEIVER, AUTH + "\x00"),
        (RECEIVER, "ä" * 22),
    ],
)
def test_what_is_no_key_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(BadKeys):
        check_keys(p256dh, auth)


def test_a_message_reaches_the_browser_that_alone_can_read_it(town: Municipality, service: Service) -> None:
    browser = Browser()
    subscribe(service, browser)
    carry_out(tell(Kind.WARNING, title="Sturm", text="Bleiben Sie im Haus."))
    ((_, headers, body),) = service.got
    told = json.loads(browser.decrypt(body))
    assert told["title"] == "Ernste Warnung: Sturm"
    assert "Bleiben Sie im Haus." in told["body"]
    assert (headers["Content-Encoding"], headers["Urgency"], headers["TTL"]) == ("aes128gcm", "high", "21600")
    assert b"Sturm" not in body


def test_the_service_can_check_who_sends(town: Municipality, service: Service) -> None:
    subscribe(service, Browser())
    carry_out(tell())
    authorization = service.got[0][1]["Authorization"]
    assert Vapid02.verify(authorization)
    assert authorization.endswith(f"k={public_key()}")


@pytest.mark.parametrize(
    ("code", "state", "left"), [(201, "sent", 1), (410, "failed", 0), (404, "failed", 0), (503, "queued", 1)]
)
def test_a_subscription_that_is_gone_is_removed(
    town: Municipality, service: Service, code: int, state: str, left: int
) -> None:
    subscribe(service, Browser())
    service.code = code
    carry_out(tell())
    assert (Delivery.objects.get().state, Subscriber.objects.count()) == (state, left)


def test_who_leaves_gets_nothing(town: Municipality, service: Service) -> None:
    subscribe(service, Browser()).delete()
    carry_out(tell())
    assert service.got == []


def test_what_the_other_municipality_tells_reaches_no_device_of_this_one(
    town: Municipality, thale: Municipality, service: Service
) -> None:
    found = subscribe(service, Browser())
    with scope(thale):
        assert find_browser(found.address, found.auth) is None
        carry_out(tell())
        assert service.got == []
    carry_out(tell())
    assert len(service.got) == 1


def test_a_device_in_both_gets_what_each_tells_once_and_leaves_one_alone(
    town: Municipality, thale: Municipality, service: Service
) -> None:
    here = subscribe(service, Browser())
    with scope(thale):
        subscribe(service, Browser())
    leave(here)
    carry_out(tell())
    assert service.got == []
    with scope(thale):
        carry_out(tell())
    assert len(service.got) == 1


def test_choosing_again_on_a_device_adds_and_ends_a_pause(town: Municipality, service: Service) -> None:
    browser = Browser()
    found = subscribe(service, browser)
    for _ in range(3):
        note_failure(Subscriber.objects.get())
    carry_out(tell(idempotency_key="1"))
    assert service.got == []
    again = subscribe_browser(
        found.address, p256dh=found.p256dh, auth=found.auth, choices=[Choice("stellen")], language="de"
    )
    assert (again.pk, choices_of(again), again.paused_at) == (found.pk, [Choice(POOL), Choice("stellen")], None)
    carry_out(tell(idempotency_key="2"))
    assert len(service.got) == 1


def test_only_the_browser_itself_finds_its_subscription(
    town: Municipality, portal: Client, other_portal: Client, service: Service
) -> None:
    found = subscribe(service, Browser())
    keys = {"p256dh": found.p256dh, "auth": found.auth}

    def ask(client: Client, **given: Any) -> Any:
        told = {"endpoint": found.address, "keys": keys, **given}
        return client.post("/abo/push/stand/", json.dumps(told), content_type="application/json").json()

    assert ask(portal)["manage"].endswith(f"/abo/{subscriber_token(found.pk, 0)}/")
    assert ask(other_portal) == {}
    assert ask(portal, keys={**keys, "auth": AUTH}) == {}
    assert ask(portal, keys=None) == ask(portal, endpoint=[]) == ask(portal, endpoint="https://[::1/") == {}
    leave(found)
    assert ask(portal) == {}


def test_a_browser_that_got_another_endpoint_keeps_what_it_chose(
    town: Municipality, portal: Client, other_portal: Client, service: Service
) -> None:
    found, new = subscribe(service, Browser()), Browser()
    old = {"endpoint": found.address, "keys": {"p256dh": found.p256dh, "auth": found.auth}}
    given = {"endpoint": f"{service.url}/push/2", "keys": {"p256dh": encode(new.p256dh), "auth": encode(new.auth)}}

    def move(client: Client, **told: Any) -> int:
        return client.post("/abo/push/umzug/", json.dumps(told), content_type="application/json").status_code

    stranger = {**old, "keys": {**old["keys"], "auth": AUTH}}
    assert [move(portal, **given), move(portal, **given, old=stranger), move(other_portal, **given, old=old)] == [
        404
    ] * 3
    assert move(portal, **{**given, "keys": {"p256dh": "x", "auth": AUTH}}, old=old) == 400
    assert Subscriber.objects.get().address == found.address
    assert [move(portal, **given, old=old), move(portal, **given, old=old)] == [200, 404]
    carry_out(tell())
    assert json.loads(new.decrypt(service.got[0][2]))["title"] == "Das Freibad hat neue Rutschen"


@pytest.mark.parametrize(
    ("endpoint", "is_fine"),
    [
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("http://updates.push.services.mozilla.com/x", False),
        ("https://localhost/x", False),
        ("https://anna@fcm.googleapis.com/x", False),
        ("file:///etc/passwd", False),
        ("https://10.0.0.1/x", False),
        ("https://push.example.org:22/x", False),
        ("https://[::1/x", False),
        ("https://push.example.org/\ud800", False),
    ],
)
def test_an_endpoint_is_an_address_outside(endpoint: str, is_fine: bool) -> None:
    assert may_be_endpoint(endpoint) == is_fine


@pytest.fixture
def rebound(town: Municipality, service: Service, settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A device whose endpoint is fine when it subscribes, and whose name then leads inside. What was connected to."""
    settings.RATHAUS_PUSH_INSIDE = False
    assert may_be_endpoint("https://push.example.org/x")
    subscribe(service, Browser())
    Subscriber.objects.update(address="https://push.example.org/x")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("10.1.2.3", 443))])
    asked: list[Any] = []

    def connect(address: Any, _timeout: float) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    return asked


def test_a_name_that_leads_inside_at_the_time_of_sending_is_not_called(rebound: list[Any]) -> None:
    carry_out(tell())
    assert (rebound, Delivery.objects.get().state, Subscriber.objects.get().failures) == ([], "failed", 1)


def test_without_the_check_it_would_be(rebound: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_must_be_public", lambda _address: None)
    carry_out(tell())
    assert rebound == [("10.1.2.3", 443)]


def test_a_town_halls_own_hosts_are_no_push_services(rebound: list[Any], settings: Any) -> None:
    settings.RATHAUS_FETCH_ALLOWED = ["push.example.org"]
    carry_out(tell())
    assert rebound == []


def test_a_resolver_that_is_down_deletes_nobody(rebound: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_a: Any, **_k: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    carry_out(tell())
    assert (Delivery.objects.get().state, Subscriber.objects.get().failures) == ("queued", 0)


def test_an_answer_without_end_is_left(town: Municipality, service: Service) -> None:
    subscribe(service, Browser())
    service.pours = True
    carry_out(tell())
    assert (len(service.got), Delivery.objects.get().state) == (1, "queued")


@pytest.fixture
def many(town: Municipality) -> None:
    keys = {"p256dh": encode(Browser().p256dh), "auth": AUTH}
    for number in range(4 * TOGETHER):
        subscribe_browser(f"https://push.example.org/{number}", **keys, choices=[Choice(POOL)], language="de")


def test_no_more_are_in_doubt_than_are_sent_together(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In doubt is what was handed over and isn't noted: it goes out again if the worker dies now."""
    sent: list[int] = []
    noted: list[Any] = []

    def hand_over(*_a: Any, **_k: Any) -> None:
        sent.append(len(sent) + 1 - len(noted))

    def note(_town: Municipality, pks: list[Any]) -> None:
        time.sleep(0.02)  # the others get on meanwhile
        noted.extend(pks)

    monkeypatch.setattr(pushing, "post", hand_over)
    monkeypatch.setattr(claiming, "note_sent", note)
    carry_out(tell())
    assert (len(sent), len(noted), max(sent) <= TOGETHER) == (4 * TOGETHER, 4 * TOGETHER, True)


def test_what_nobody_foresaw_costs_the_others_nothing(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def hand_over(_lines: Any, endpoint: str, *_a: Any, **_k: Any) -> None:
        if endpoint.endswith("/3"):
            raise RuntimeError("a fault of ours")

    monkeypatch.setattr(pushing, "post", hand_over)
    carry_out(tell())
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert (states, Subscriber.objects.count()) == ({"sent": 4 * TOGETHER - 1, "queued": 1}, 4 * TOGETHER)


def test_who_leaves_while_the_service_refuses_costs_the_others_nothing(
    town: Municipality, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, failed = subscribe(service, Browser()), claiming.failed
    service.code = 400

    def leave_and_fail(pk: Any, code: int | None) -> None:
        leave(found)
        failed(pk, code)

    monkeypatch.setattr(claiming, "failed", leave_and_fail)
    carry_out(tell())
    assert (Delivery.objects.get().state, Subscriber.objects.count()) == ("failed", 0)


def test_a_message_that_arrives_ends_the_row_of_failures(town: Municipality, service: Service) -> None:
    subscribe(service, Browser())
    service.code = 400
    carry_out(tell(idempotency_key="1"))
    assert Subscriber.objects.get().failures == 1
    service.code = 201
    carry_out(tell(idempotency_key="2"))
    assert Subscriber.objects.get().failures == 0
