"""Coming back by the private link, and being told before the draft is gone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction

from rathaus.accounts.service import Account
from rathaus.cases.models import MOST_LINKS, LinkMail
from rathaus.cases.returning import remind_of_drafts
from rathaus.cases.service import (
    AlreadySubmitted,
    Draft,
    TooManyMails,
    delete_expired_drafts,
    draft_link,
    draft_token,
    get_draft,
    kept_until,
    resume_draft,
    save_answers,
    send_draft_link,
    start_draft,
    submit_case,
)
from rathaus.core import clock
from rathaus.outbox.actions import NotWanted, compose, deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 8, tzinfo=UTC)


def left(days: int, *, minutes: int = 0) -> datetime:
    return START + timedelta(days=days, minutes=minutes)


def reminders() -> list[str]:
    return [mail.to for mail in OutgoingMail.objects.filter(template="draft_reminder")]


@pytest.fixture
def draft(town: Municipality) -> Draft:
    """Anna's draft, left on 1 November with her address."""
    with clock.freeze(START):
        made, _ = factories.dog_draft()
        send_draft_link(made, email=cast.ANNA.email)
    made.refresh_from_db()
    return made


def test_the_link_holds_the_token_in_its_fragment_and_nothing_else(draft: Draft) -> None:
    assert draft_link(draft) == f"http://tangerhuette.localhost:8000/antrag-fortsetzen/#{draft_token(draft)}"
    assert re.fullmatch(r"([0-9A-Z]{4}-){5}[0-9A-Z]{4}", draft_token(draft))


def test_the_token_is_stored_neither_with_the_draft_nor_with_the_email(draft: Draft) -> None:
    stored = f"{Draft.objects.values().get()} {OutgoingMail.objects.values().get()}"
    assert draft_token(draft) not in stored
    assert OutgoingMail.objects.get().context == {"draft": str(draft.pk)}


def test_a_typed_token_may_be_written_otherwise_but_not_be_wrong(draft: Draft, thale: Municipality) -> None:
    token = draft_token(draft)
    with clock.freeze(left(1)):
        assert resume_draft(f" {token.lower().replace('-', ' ')} ") == draft
        assert resume_draft(token[:-1]) is None
        assert resume_draft(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
        with scope(thale):
            assert resume_draft(token) is None


def test_coming_back_counts_as_use(draft: Draft) -> None:
    with clock.freeze(left(29)):
        assert resume_draft(draft_token(draft)) == draft
    with clock.freeze(left(58)):
        assert get_draft(draft_token(draft)) == draft
        assert delete_expired_drafts() == 0


def test_the_reminder_comes_five_days_before_and_once(draft: Draft) -> None:
    for days, minutes, told in ((25, -1, 0), (25, 1, 1), (25, 2, 0), (29, 0, 0)):
        with clock.freeze(left(days, minutes=minutes)):
            assert remind_of_drafts() == told
    assert reminders() == [cast.ANNA.email]
    with clock.freeze(left(30, minutes=1)):
        assert (remind_of_drafts(), delete_expired_drafts(), Draft.objects.count()) == (0, 1, 0)


def test_whoever_left_no_address_or_has_sent_it_is_not_reminded(town: Municipality) -> None:
    with clock.freeze(START):
        factories.dog_draft()
        sent, _ = factories.dog_draft()
        send_draft_link(sent, email=cast.ANNA.email)
        submit_case(sent, idempotency_key="a", by=None)
    with clock.freeze(left(26)):
        assert remind_of_drafts() == 0
    assert Draft.objects.get(pk=sent.pk).email == ""


def test_an_account_is_reminded_without_having_left_an_address(town: Municipality) -> None:
    anna = Account.objects.create_user(cast.ANNA.email, name=cast.ANNA.name)
    with clock.freeze(START):
        draft, _ = factories.dog_draft()
        Draft.objects.filter(pk=draft.pk).update(holder=anna.pk)
    with clock.freeze(left(26)):
        assert (remind_of_drafts(), remind_of_drafts()) == (1, 0)
        mail = OutgoingMail.objects.get(template="draft_reminder")
        assert deliver(str(mail.pk))
    assert (mail.reader, mail.kind, django_mail.outbox[0].to) == (anna.pk, "draft", [cast.ANNA.email])
    assert "List-Unsubscribe" in django_mail.outbox[0].extra_headers


def test_the_address_is_erased_with_the_draft_and_when_it_is_sent(draft: Draft) -> None:
    with clock.freeze(left(31)):
        assert delete_expired_drafts() == 1
    sent, _ = factories.dog_draft()
    send_draft_link(sent, email=cast.BILAL.email)
    submit_case(sent, idempotency_key="a", by=None)
    assert {mail.to for mail in OutgoingMail.objects.filter(template="draft_link")} == {""}


def test_going_on_and_leaving_it_again_is_reminded_again(draft: Draft) -> None:
    for days in (26, 52):
        with clock.freeze(left(days)):
            assert remind_of_drafts() == 1
            save_answers(draft, {**draft.answers, "farbe": "braun"})
    assert len(reminders()) == 2


def test_the_other_municipality_reminds_its_own(draft: Draft, thale: Municipality) -> None:
    with clock.freeze(left(26)), scope(thale):
        assert remind_of_drafts() == 0


def test_the_link_is_sent_three_times_at_most(draft: Draft) -> None:
    for _ in range(MOST_LINKS - 1):
        send_draft_link(draft, email=cast.BILAL.email)
    with pytest.raises(TooManyMails):
        send_draft_link(draft, email=cast.BILAL.email)
    assert OutgoingMail.objects.filter(template="draft_link").count() == MOST_LINKS
    with pytest.raises(IntegrityError, match="draft_few_links_sent"), transaction.atomic():
        Draft.objects.update(links_sent=MOST_LINKS + 1)


def _flood(*, times: int, email: str = "", network: str = "") -> None:
    """As somebody does who begins a draft for each e-mail; what isn't given is another one each time."""
    for n in range(times):
        draft, _ = start_draft(factories.publish_dog(), language="de")
        send_draft_link(draft, email=email or f"a{n}@example.org", network=network or f"203.0.113.{n}")


def test_nobody_is_flooded_with_links_of_many_drafts(town: Municipality) -> None:
    with clock.freeze(START):
        _flood(times=6, email="victim@example.org")
        with pytest.raises(TooManyMails):
            _flood(times=1, email="Victim@Example.org")
        assert OutgoingMail.objects.filter(template="draft_link").count() == 6
    with clock.freeze(left(1, minutes=1)):
        _flood(times=1, email="victim@example.org")
        assert LinkMail.objects.count() == 1


def test_one_network_does_not_send_links_to_everybody(town: Municipality) -> None:
    with clock.freeze(START):
        _flood(times=30, network="198.51.100.7")
        with pytest.raises(TooManyMails):
            _flood(times=1, network="198.51.100.7")
        assert LinkMail.objects.count() == 30
        assert "198.51" not in str(list(LinkMail.objects.values()))
        assert "@" not in str(list(LinkMail.objects.values()))


def test_a_sent_application_gives_no_link_to_write_on(draft: Draft) -> None:
    submit_case(draft, idempotency_key="a", by=None)
    with pytest.raises(AlreadySubmitted):
        send_draft_link(draft, email=cast.ANNA.email)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("template", ["draft_link", "draft_reminder"])
def test_the_email_links_once_and_tells_nothing(draft: Draft, template: str, language: str) -> None:
    mail = OutgoingMail(to="x@example.org", template=template, context={"draft": str(draft.pk)}, language=language)
    message = compose(mail, draft.municipality, "<id@localhost>")
    assert re.findall(r"https?://\S+", str(message.body)) == [draft_link(draft)]
    assert not re.search(r"Anna|Beispiel|Bello|Hund|dog", f"{message.subject} {message.body}")
    assert kept_until(draft) == date(2026, 11, 30)
    assert ("30. November 2026" if language == "de" else "30 November 2026") in str(message.body)


def test_an_email_about_a_deleted_draft_is_not_sent(draft: Draft) -> None:
    mail = OutgoingMail.objects.get()
    Draft.objects.all().delete()
    with pytest.raises(NotWanted):
        compose(mail, draft.municipality, "<id@localhost>")
