"""Live news over a real connection: nothing is missed, nobody is named, and another town hears nothing."""

import socket
from collections.abc import Callable
from contextlib import ExitStack

import httpx
import psycopg
import pytest

from tests.cluster import CLUSTER
from tests.live import Installation

from .listening import Ear, in_hall

OPEN_DISPLAYS = 200


@pytest.fixture(scope="module")
def hall(install: Callable[..., Installation]) -> Installation:
    made = install(worker=False)
    in_hall(made, "furnish")
    in_hall(made, "furnish", town="thale")
    return made


def test_a_call_is_heard_with_number_and_counter_and_nothing_else(hall: Installation) -> None:
    before = in_hall(hall, "draw")
    with Ear(hall, before["queue"], since=before["revision"]) as ear:
        called = in_hall(hall, "call")
        event = ear.next()
        while event.kind != "ruf":
            event = ear.next()
    call = {"revision": called["revision"], "number": called["number"], "counter": "Schalter 1"}
    assert (event.id, event.data["call"], event.data["calls"][0]) == (called["revision"], call, call)
    assert set(event.data) == {"calls", "call"}


def test_after_a_lost_connection_everything_missed_comes_in_order(hall: Installation) -> None:
    known = in_hall(hall, "draw")
    now = in_hall(hall, "call", "draw", "call", "draw")
    missed = list(range(known["revision"] + 1, now["revision"] + 1))
    with Ear(hall, known["queue"], since=0, last_event_id=known["revision"]) as ear:
        events = [ear.next() for _ in missed]
    assert [event.id for event in events] == missed
    assert [event.kind for event in events].count("ruf") == 2
    with Ear(hall, known["queue"], since=known["revision"]) as ear:
        assert [ear.next().id for _ in missed] == missed


def test_nothing_is_missed_while_the_stream_has_lost_the_database(hall: Installation) -> None:
    before = in_hall(hall, "draw")
    with Ear(hall, before["queue"], since=before["revision"]) as ear:
        with psycopg.connect(CLUSTER.url("postgres", hall.database), autocommit=True) as connection:
            ended = connection.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                "where datname = current_database() and query ilike 'listen%%' or query = 'select 1' "
                "and datname = current_database()"
            ).fetchone()
        assert ended is not None
        assert ended[0] >= 1
        after = in_hall(hall, "call")
        assert ear.next().id == before["revision"] + 1
    assert after["revision"] > before["revision"]


def test_another_town_hears_nothing_of_it(hall: Installation) -> None:
    ours, theirs = in_hall(hall, "draw"), in_hall(hall, "draw", town="thale")
    with Ear(hall, ours["queue"], since=0, town="thale") as ear:
        assert ear.status == 404
    with Ear(hall, theirs["queue"], since=0, town="tangerhuette") as ear:
        assert ear.status == 404
    with Ear(hall, ours["queue"], since=0, town="nirgendwo") as ear:
        assert ear.status == 404
    with Ear(hall, theirs["queue"], since=theirs["revision"], town="thale") as ear:
        in_hall(hall, "call")
        called = in_hall(hall, "call", town="thale")
        assert (ear.next().id, called["revision"]) == (called["revision"], called["revision"])


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST /x/ HTTP/1.1\r\n\r\n",
        b"\xff" * 9000,
        b"GET /%00/ HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_for_a_queue_is_turned_away(hall: Installation, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hall.stream_port), timeout=30) as line:
        line.sendall(sent)
        try:
            answer = line.recv(1024)
        except ConnectionResetError:
            answer = b""
    assert answer in {b""} or answer.startswith(b"HTTP/1.1 404")


def test_open_displays_take_no_page_its_thread(hall: Installation) -> None:
    queue = in_hall(hall)["queue"]
    with ExitStack() as stack:
        ears = [stack.enter_context(Ear(hall, queue)) for _ in range(OPEN_DISPLAYS)]
        assert {ear.status for ear in ears} == {200}
        answer = httpx.get(
            f"http://127.0.0.1:{hall.port}/warten/rathaus/anzeige/",
            headers={"Host": f"tangerhuette.localhost:{hall.port}"},
            timeout=10,
        )
        assert answer.status_code == 200
        called = in_hall(hall, "draw")
        assert {ear.next().id for ear in ears} == {called["revision"]}
