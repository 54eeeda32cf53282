"""The demo's hall has people in it."""

from rathaus.queueing.demo import create_demo_queue
from rathaus.queueing.service import Queue, current_calls, line_of


def test_people_wait_once_a_day(queue: Queue) -> None:
    assert create_demo_queue() == 6
    assert create_demo_queue() == 0
    assert [call.number for call in current_calls(queue)] == ["A001"]
    assert [ticket.number for ticket in line_of(queue)] == ["A002", "A003", "A004", "A005", "A006"]
