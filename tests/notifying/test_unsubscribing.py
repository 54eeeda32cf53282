"""The link in an e-mail: one click by the mail program, or a page; without sign-in, and of no use to others."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.test import Client, override_settings

from rathaus.accounts.service import Account, Organisation
from rathaus.core.ids import uuid7
from rathaus.notifying.models import NotificationPreference, SwitchedOff
from rathaus.notifying.service import Kind, Way, chosen_ways
from rathaus.outbox.actions import deliver
from rathaus.outbox.kinds import MANDATORY
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA, BILAL
from tests.outbox.mail_servers import mail_server

from .conftest import ABOUT, tell

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def sent() -> list[django_mail.EmailMessage]:
    """Hand over what is queued."""
    django_mail.outbox.clear()
    for mail in OutgoingMail.objects.order_by("created", "id"):
        deliver(str(mail.pk))
    return list(django_mail.outbox)


def link_of(message: django_mail.EmailMessage) -> str:
    """The path of its List-Unsubscribe."""
    found = re.fullmatch(r"<http://tangerhuette\.localhost:8000(/abbestellen/[\w.-]+/)>", _header(message))
    assert found
    return found[1]


def _header(message: django_mail.EmailMessage) -> str:
    return str(message.extra_headers["List-Unsubscribe"])


@pytest.fixture
def provider(town: Municipality) -> Client:
    """A mail provider: no cookies, and the protection against forged requests is on."""
    return Client(HTTP_HOST="tangerhuette.localhost", enforce_csrf_checks=True)


@pytest.fixture
def annas_link(anna: Account) -> str:
    tell("a", holder=anna.pk)
    return link_of(sent()[0])


def is_on(account: Account, kind: Kind = Kind.PROGRESS) -> bool:
    return chosen_ways(account.pk, holder=account.pk)[kind] is not Way.NONE


def test_one_click_of_the_mail_program_switches_that_kind_off_and_no_other(
    provider: Client, anna: Account, bilal: Account, annas_link: str
) -> None:
    for _ in range(2):
        answer = provider.post(annas_link, ONE_CLICK)
        assert (answer.status_code, answer.cookies.get("sitzung")) == (200, None)
    assert (is_on(anna), is_on(anna, Kind.MESSAGE), is_on(bilal)) == (False, True, True)
    assert NotificationPreference.objects.count() == 1
    tell("b", holder=anna.pk)
    tell("c", holder=anna.pk, kind=Kind.NOTICE, template="case_notice")
    assert [message.subject for message in sent()] == ["Für Sie: Bescheid zu Ihrem Antrag 2026-000001"]


def test_looking_changes_nothing(portal: Client, anna: Account, annas_link: str) -> None:
    page = portal.get(annas_link)
    assert "E-Mails abbestellen?" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    portal.head(annas_link)
    assert is_on(anna)


def test_it_can_be_undone_on_the_page(portal: Client, provider: Client, anna: Account, annas_link: str) -> None:
    assert "Doch wieder bekommen" in portal.post(annas_link).content.decode()
    assert provider.post(f"{annas_link}wieder/").status_code == 403
    assert not is_on(anna)
    assert portal.get(f"{annas_link}wieder/").status_code == 405
    for _ in range(2):
        assert "wieder" in portal.post(f"{annas_link}wieder/").content.decode()
    assert is_on(anna)


def test_the_link_names_nobody(anna: Account, annas_link: str, portal: Client) -> None:
    assert not re.search("anna|beispiel|example", annas_link, re.IGNORECASE)
    assert not re.search("Anna|Beispiel|example.org", portal.get(annas_link).content.decode())


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "B" + t[1:], str.upper]
)
def test_a_forged_link_is_no_link(
    portal: Client, anna: Account, annas_link: str, change: Callable[[str], str]
) -> None:
    token = annas_link.split("/")[2]
    for path in (f"/abbestellen/{change(token)}/", f"/abbestellen/{change(token)}/wieder/"):
        answer = portal.post(path)
        assert (answer.status_code, "Diesen Link kennen wir nicht" in answer.content.decode()) == (404, True)
    assert (is_on(anna), NotificationPreference.objects.count()) == (True, 0)


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "ä", "=" * 50, "a" * 5000, "."])
def test_any_token_is_answered(portal: Client, token: str) -> None:
    assert (portal.get(f"/abbestellen/{token}/").status_code, portal.post(f"/abbestellen/{token}/").status_code) == (
        404,
        404,
    )


def test_a_link_made_with_an_old_key_is_no_link(portal: Client, anna: Account, annas_link: str) -> None:
    with override_settings(SECRET_KEY="another"):
        assert portal.post(annas_link).status_code == 404
    assert is_on(anna)


def test_the_link_of_one_municipality_is_none_in_another(
    other_portal: Client, anna: Account, annas_link: str
) -> None:
    assert other_portal.post(annas_link).status_code == 404
    assert is_on(anna)


@pytest.mark.parametrize("kind", sorted(MANDATORY))
def test_what_is_mandatory_has_no_link_and_says_why(anna: Account, kind: str) -> None:
    tell("a", holder=anna.pk, kind=Kind(kind))
    message = sent()[0]
    assert set(message.extra_headers) == {"Message-ID", "Auto-Submitted"}
    assert "abbestellen:" not in str(message.body)


def test_without_an_account_it_is_off_for_that_address_that_case_and_that_kind(provider: Client) -> None:
    tell("a", address=ANNA.email)
    assert provider.post(link_of(sent()[0]), ONE_CLICK).status_code == 200
    other = uuid7()
    tell("b", address=ANNA.email.upper())
    tell("c", address=ANNA.email, about=other)
    tell("d", address=BILAL.email)
    tell("e", address=ANNA.email, kind=Kind.QUERY, template="case_query")
    assert [OutgoingMail.objects.get(key=key).to for key in "cde"] == [message.to[0] for message in sent()]
    row = SwitchedOff.objects.get()
    assert (row.about, row.kind, "@" in row.address, len(row.address)) == (ABOUT, "progress", False, 32)


def test_without_an_account_it_can_be_undone(portal: Client, town: Municipality) -> None:
    tell("a", address=ANNA.email)
    link = link_of(sent()[0])
    for _ in range(2):
        assert "zu diesem einen Antrag" in portal.post(link).content.decode()
    portal.post(f"{link}wieder/")
    tell("b", address=ANNA.email)
    assert (SwitchedOff.objects.count(), len(sent())) == (0, 1)


def test_in_the_name_of_an_organisation_it_is_off_for_oneself_alone(
    provider: Client, verein: Organisation, vera: Account
) -> None:
    tell("a", holder=verein.pk)
    provider.post(link_of(sent()[0]), ONE_CLICK)
    assert chosen_ways(vera.pk, holder=verein.pk)[Kind.PROGRESS] is Way.NONE
    assert is_on(vera)


def test_the_headers_arrive_whole(anna: Account, use_server: Callable[[int], None]) -> None:
    tell("a", holder=anna.pk)
    with mail_server() as server:
        use_server(server.port)
        deliver(str(OutgoingMail.objects.get().pk))
    arrived = message_from_bytes(server.kept[0], policy=policy.default)
    assert re.fullmatch(
        r"<http://tangerhuette\.localhost:8000/abbestellen/[\w.-]+/>", arrived["List-Unsubscribe"].strip()
    )
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert max(len(line) for line in server.kept[0].split(b"\r\n")) < 998  # RFC 5322, section 2.1.1
