"""What is kept of how somebody wants to be told of news."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy

from rathaus.accounts.service import Item, PersonalData, Subject, declare_personal_data

from .models import NotificationPreference, WaitingNews


def declare() -> None:
    parts = (
        PersonalData(
            "notifications",
            gettext_lazy("Benachrichtigungen"),
            frozenset({"notifying.NotificationPreference"}),
            everywhere=True,
            export=_preferences,
            erase=_erase_preferences,
            goes=gettext_lazy("Was Sie zu Benachrichtigungen gewählt haben"),
        ),
        PersonalData(
            "waiting_news",
            gettext_lazy("Neues für die nächste E-Mail"),
            frozenset({"notifying.WaitingNews"}),
            erase=_erase_news,
        ),
    )
    for part in parts:
        declare_personal_data(part)


def _preferences(subject: Subject) -> Iterator[Item]:
    for found in NotificationPreference.objects.filter(reader=subject.id).order_by("at", "id"):
        matter = "own" if found.holder == subject.id else "represented"
        yield Item({"kind": found.kind, "way": found.way, "matter": matter, "at": found.at})


def _erase_preferences(subject: Subject) -> None:
    """Also what others chose for her matters, when they acted for her."""
    NotificationPreference.objects.filter(Q(reader=subject.id) | Q(holder=subject.id)).delete()


def _erase_news(subject: Subject) -> None:
    WaitingNews.objects.filter(Q(reader=subject.id) | Q(holder=subject.id)).delete()
