"""What an e-mail of the channel says, of each kind and at each stage."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail

from rathaus.channel.models import Dispatch, Publication
from rathaus.channel.sending.dispatching import spread_batch
from rathaus.channel.service import (
    Choice,
    Facility,
    Kind,
    Status,
    ask_to_subscribe,
    end,
    progress_of,
    revise,
    set_facility,
    when,
)
from rathaus.core import clock
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import carry_out, message, send_now, staff, subscriber, tell

DAY = timedelta(days=1)
EVENT: dict[str, Any] = {
    "title": "Sitzung",
    "starts_at": MONDAY + 9 * DAY,
    "ends_at": MONDAY + 9 * DAY + timedelta(hours=2),
}
LATER: dict[str, Any] = {
    "title": "Sitzung",
    "starts_at": MONDAY + 11 * DAY,
    "ends_at": MONDAY + 11 * DAY + timedelta(hours=2),
}


def last() -> django_mail.EmailMultiAlternatives:
    found = django_mail.outbox[-1]
    assert isinstance(found, django_mail.EmailMultiAlternatives)
    return found


def spread(found: Publication) -> None:
    """Everybody has a row, and no job came to send it yet."""
    for dispatch in Dispatch.objects.filter(publication=found):
        while spread_batch(str(dispatch.pk)):
            pass


def test_of_what_is_called_off_the_day_is_told(town: Municipality) -> None:
    subscriber()
    found = tell(Kind.EVENT, **EVENT)
    carry_out(found)
    end(found)
    carry_out(found)
    assert last().subject == "Abgesagt: Sitzung"
    assert str(last().body).startswith("Abgesagt: Sitzung\n9. Dezember 2026, 09:00 bis 11:00 Uhr\n")


def test_of_what_is_moved_is_told_when_it_was_to_be(town: Municipality) -> None:
    subscriber()
    found = tell(Kind.EVENT, **EVENT)
    carry_out(found)
    revise(found, message(Kind.EVENT, **LATER))
    carry_out(found)
    words = "11. Dezember 2026, 09:00 bis 11:00 Uhr\nVerlegt, ursprünglich am 9. Dezember 2026, 09:00 Uhr\n"
    assert str(last().body).startswith(f"Geändert: Sitzung\n{words}")


def test_a_warning_that_was_corrected_still_says_how_grave_it_is(town: Municipality) -> None:
    subscriber()
    found = tell(Kind.WARNING, title="Hochwasser")
    carry_out(found)
    revise(found, message(Kind.WARNING, title="Hochwasser am Tanger"))
    carry_out(found)
    assert last().subject == "Ernste Warnung, geändert: Hochwasser am Tanger"


def test_what_has_no_end_holds_until_further_notice_and_then_no_longer(town: Municipality) -> None:
    subscriber()
    found = tell(Kind.STATUS, title="Lindenstraße gesperrt")
    carry_out(found)
    assert "\ngilt bis auf Weiteres\n" in str(last().body)
    later = tell(Kind.STATUS, starts_at=MONDAY + DAY, idempotency_key="2")
    assert when(later) == "gilt ab 1. Dezember 2026, 09:00 Uhr bis auf Weiteres"
    assert when(end(found)) == ""
    assert when(end(tell(Kind.WARNING, idempotency_key="3"))) == ""


@pytest.mark.parametrize("way", ["corrected", "ended"])
def test_nobody_gets_what_was_corrected_or_called_off_before_it_reached_them(town: Municipality, way: str) -> None:
    subscriber()
    found = tell(Kind.WARNING, title="Hochwasser")
    spread(found)
    if way == "ended":
        end(found)
    else:
        revise(found, message(Kind.WARNING, title="Hochwasser am Tanger"))
    spread(found)
    for dispatch in Dispatch.objects.order_by("-number"):  # the newer word overtakes
        send_now(dispatch)
    subject = "Entwarnung: Hochwasser" if way == "ended" else "Ernste Warnung, geändert: Hochwasser am Tanger"
    assert [mail.subject for mail in django_mail.outbox] == [subject]
    assert [(row.sent, row.dropped) for row in progress_of(found)] == [(1, 0), (0, 1)]


def test_nobody_gets_a_status_that_another_one_replaced_before_it_reached_them(town: Municipality) -> None:
    subscriber()
    pool, evening = Facility.objects.get(key="freibad-tangerhuette"), MONDAY + timedelta(hours=9)
    for minutes, status in enumerate((Status.CLOSED, Status.OPEN)):
        with clock.freeze(MONDAY + timedelta(minutes=minutes)):
            spread(set_facility(pool, status, reason="", until=evening, by=staff(cast.CLARA), key=status))
    with clock.freeze(MONDAY + timedelta(minutes=2)):
        for dispatch in Dispatch.objects.order_by("-at"):
            send_now(dispatch)
    assert [mail.subject for mail in django_mail.outbox] == ["Freibad Tangerhütte: heute offen"]


def test_the_heading_is_bold_in_html_and_the_text_stays_plain(town: Municipality) -> None:
    subscriber()
    carry_out(tell(title="Neue <Rutschen>"))
    html = str(last().alternatives[0][0])
    assert '<strong style="font-size:18px">Neue &lt;Rutschen&gt;</strong>' in html
    assert str(last().body).startswith("Neue <Rutschen>\n\nKommen Sie vorbei.\n")


def test_who_reads_english_is_asked_in_english_with_the_english_names(town: Municipality) -> None:
    ask_to_subscribe(cast.ANNA.email, [Choice("freibad", "Grieben")], language="en", network="")
    deliver(str(OutgoingMail.objects.get().pk))
    assert "– Open-air pool (Grieben)" in str(last().body)


def test_days_of_one_month_or_year_name_it_once(town: Municipality) -> None:
    def days(first: int, last_day: int) -> str:
        midnight = MONDAY.replace(hour=23) - DAY
        times = {"starts_at": midnight + first * DAY, "ends_at": midnight + last_day * DAY}
        return when(Publication(kind=Kind.EVENT, **times))

    assert days(1, 4) == "1. bis 3. Dezember 2026"
    assert days(0, 3) == "30. November bis 2. Dezember 2026"
    assert days(31, 34) == "31. Dezember 2026 bis 2. Januar 2027"
    assert days(1, 2) == "1. Dezember 2026"
