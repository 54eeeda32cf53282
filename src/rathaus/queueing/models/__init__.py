from .queues import Queue, Seat
from .tickets import OPEN, EventKind, QueueEvent, State, Ticket

__all__ = ["OPEN", "EventKind", "Queue", "QueueEvent", "Seat", "State", "Ticket"]
