"""Web push: the test vector of RFC 8291, and a real push service on this machine that decrypts."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from rathaus.channel.models import Delivery, Subscriber
from rathaus.channel.push.encrypting import BadKeys, check_keys, decode, encode, encrypt
from rathaus.channel.push.posting import may_be_endpoint
from rathaus.channel.push.vapid import public_key
from rathaus.channel.service import Choice, Kind, subscribe_browser
from rathaus.tenancy.service import Municipality

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


@pytest.mark.parametrize(("p256dh", "auth"), [("", AUTH), (RECEIVER, "kurz"), (RECEIVER[:-4] + "AAAA", AUTH)])
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


@pytest.mark.parametrize(
    ("endpoint", "is_fine"),
    [
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("http://updates.push.services.mozilla.com/x", False),
        ("https://localhost/x", False),
        ("https://anna@fcm.googleapis.com/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_an_endpoint_is_an_address_outside(endpoint: str, is_fine: bool) -> None:
    assert may_be_endpoint(endpoint) == is_fine


def test_an_endpoint_whose_name_leads_inside_is_never_called(
    town: Municipality, service: Service, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = subscribe(service, Browser())
    settings.RATHAUS_PUSH_INSIDE = False
    name_means(monkeypatch, [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 443))])
    Subscriber.objects.filter(pk=found.pk).update(address="https://127.0.0.1.nip.example/x")
    carry_out(tell())
    assert (service.got, Subscriber.objects.count()) == ([], 0)


def test_an_endpoint_whose_name_nobody_knows_just_now_is_tried_again(
    town: Municipality, service: Service, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = subscribe(service, Browser())
    settings.RATHAUS_PUSH_INSIDE = False
    name_means(monkeypatch, socket.gaierror())
    Subscriber.objects.filter(pk=found.pk).update(address="https://updates.push.example/x")
    carry_out(tell())
    assert (Delivery.objects.get().state, Subscriber.objects.count()) == ("queued", 1)


def name_means(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("rathaus.channel.push.posting.socket.getaddrinfo", getaddrinfo)
