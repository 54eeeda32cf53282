"""What is kept of who subscribed: found by the e-mail address of the account, since subscribing needs none."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from rathaus.accounts.service import Item, PersonalData, Subject, declare_personal_data

from .models import Subscriber, Subscription, Way


def declare() -> None:
    declare_personal_data(
        PersonalData(
            "channel",
            gettext_lazy("Abonnierte Meldungen"),
            frozenset({"channel.Subscriber", "channel.Subscription"}),
            export=_subscriptions,
            erase=_erase,
            goes=gettext_lazy("Ihre abonnierten Meldungen"),
        )
    )


def _subscriptions(subject: Subject) -> Iterator[Item]:
    mine = Subscription.objects.filter(subscriber__way=Way.EMAIL, subscriber__address=subject.email.lower())
    for row in mine.select_related("topic").order_by("at", "id"):
        yield Item({"topic": row.topic.key, "place": row.place, "at": row.at})
    for found in Subscriber.objects.filter(way=Way.EMAIL, address=subject.email.lower()):
        how = {"rhythm": found.rhythm, "quiet": found.quiet, "language": found.language}
        yield Item({**how, "asked_for": found.wanted, "at": found.created_at, "confirmed_at": found.confirmed_at})


def _erase(subject: Subject) -> None:
    Subscriber.objects.filter(way=Way.EMAIL, address=subject.email.lower(), created_at__lte=subject.at).delete()
