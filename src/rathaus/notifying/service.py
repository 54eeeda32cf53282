"""The door of notifications: what other apps may import."""

from rathaus.outbox.service import Kind

from .actions import News, notify
from .digest import drop_read_news
from .models import Way
from .subscriptions import Subscription, find_subscription
from .wanted import CHOOSABLE, Choosable, choose_ways, chosen_ways

__all__ = [
    "CHOOSABLE",
    "Choosable",
    "Kind",
    "News",
    "Subscription",
    "Way",
    "choose_ways",
    "chosen_ways",
    "drop_read_news",
    "find_subscription",
    "notify",
]
