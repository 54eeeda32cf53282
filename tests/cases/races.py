"""Many connections at once, on a database of their own: what one transaction alone cannot show."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier, Event
from typing import Any, ParamSpec, TypeVar

from django.db import connection, connections

from rathaus.tenancy.service import Municipality, scope
from tests.cluster import CLUSTER

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Arena:
    """A database where commits are real."""

    def run(self, work: Callable[[], T]) -> T:
        """Do something in Tangerhütte's scope and commit it."""
        with scope(Municipality.objects.get(key="tangerhuette")):
            return work()

    def race(self, runners: int, work: Callable[[int], Any]) -> list[Any]:
        """Let `runners` threads, each on its own connection, do the work at the same moment.

        Returns what each of them returned or raised.
        """
        barrier = Barrier(runners)

        def runner(number: int) -> Any:
            try:
                with connection.cursor() as cursor:  # connect before the start
                    cursor.execute("select 1")
                barrier.wait(30)
                return self.run(lambda: work(number))
            except Exception as raised:  # noqa: BLE001 -- it is the result
                return raised
            finally:
                connection.close()

        with ThreadPoolExecutor(runners) as threads:
            return list(threads.map(runner, range(runners)))


def all_read_first(read: Callable[P, T], runners: int) -> Callable[P, T]:
    """For controls: nobody goes on from this first read until all runners have read, however busy the machine is."""
    barrier, met = Barrier(runners), Event()

    def together(*args: P.args, **kwargs: P.kwargs) -> T:
        found = read(*args, **kwargs)
        if not met.is_set():
            barrier.wait(30)
            met.set()
        return found

    return together


@contextmanager
def arena(name: str) -> Iterator[Arena]:
    """Clone the seeded database, and point this process to the clone until the end."""
    CLUSTER.create_database(name, template="rathaus")
    settings = connections.settings["default"]
    connection.close()
    original, settings["NAME"] = settings["NAME"], name
    connection.settings_dict["NAME"] = name
    try:
        yield Arena()
    finally:
        connection.close()
        settings["NAME"] = connection.settings_dict["NAME"] = original
        CLUSTER.drop_database(name)
