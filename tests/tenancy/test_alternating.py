"""A thousand requests of two municipalities on one connection, half of them failing: none sees the other's."""

import random
from collections.abc import Callable

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path

from rathaus.accounts.service import Unit
from rathaus.tenancy.service import Municipality, NoScope, unscoped


def read(_request: HttpRequest) -> HttpResponse:
    with unscoped("the policies alone are asked"):
        owners = sorted({unit.municipality_id for unit in Unit.objects.all()})
    return JsonResponse({"owners": owners})


def write_and_fail(request: HttpRequest) -> HttpResponse:
    Unit.objects.create(key=f"x{request.GET['n']}", name="must not stay")
    raise ZeroDivisionError


def write_and_answer_500(request: HttpRequest) -> HttpResponse:
    Unit.objects.create(key=f"y{request.GET['n']}", name="must not stay")
    return HttpResponse(status=500)


def break_transaction(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")
    return HttpResponse()


urlpatterns = [
    path("read", read),
    path("fail", write_and_fail),
    path("answer-500", write_and_answer_500),
    path("break", break_transaction),
]


@pytest.fixture
def one_connection(transactional_connection: None) -> Callable[[str, str], tuple[int, bytes]]:
    """Sends a request to a municipality's host, in this thread, on this process's one connection."""
    client = Client(raise_request_exception=False)

    def send(key: str, address: str) -> tuple[int, bytes]:
        answer = client.get(address, HTTP_HOST=f"{key}.localhost")
        assert isinstance(answer.wsgi_request, WSGIRequest)
        return answer.status_code, answer.content

    return send


@pytest.mark.django_db
def test_unscoped_reading_needs_a_scope_all_the_same() -> None:
    with pytest.raises(NoScope):
        Unit.objects.count()


@override_settings(ROOT_URLCONF=__name__)
def test_a_thousand_alternating_requests_on_one_connection(
    one_connection: Callable[[str, str], tuple[int, bytes]],
) -> None:
    ids = {m.key: m.pk for m in Municipality.objects.filter(key__in=["tangerhuette", "thale"])}
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        before = cursor.fetchone()
    dice = random.Random(41)
    for n in range(1000):
        key = dice.choice(["tangerhuette", "thale"])
        address = dice.choice(["read", "read", "read", "fail", "answer-500", "break"])
        status, body = one_connection(key, f"/{address}?n={n}")
        if address == "read":
            assert (status, body) == (200, b'{"owners": [%d]}' % ids[key]), n
        else:
            assert status == 500, n
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid(), current_setting('rathaus.municipality', true)")
        after = cursor.fetchone()
    assert before
    assert after
    assert (before[0], after[1] or "") == (after[0], "")


@override_settings(ROOT_URLCONF=__name__)
def test_control_a_setting_that_outlives_its_transaction_is_seen(
    one_connection: Callable[[str, str], tuple[int, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With SET instead of SET LOCAL, and nothing set per request, foreign rows would show: the test can fail."""
    ids = {m.key: m.pk for m in Municipality.objects.filter(key__in=["tangerhuette", "thale"])}
    with connection.cursor() as cursor:
        cursor.execute(f"SET rathaus.municipality = '{ids['thale']}'")
    monkeypatch.setattr("rathaus.tenancy.scope._tell_database", lambda _id: None)
    try:
        assert one_connection("tangerhuette", "/read") == (200, b'{"owners": [%d]}' % ids["thale"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET rathaus.municipality")
