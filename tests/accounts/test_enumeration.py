"""Whether somebody has an account, only their mailbox tells: same page, same status, same work."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.accounts.models import Account
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests.accounts.people import CODE, SIGN_IN, SIGN_UP
from tests.cast import ANNA, PASSWORD

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = ANNA.email, "inna@example.org"


@pytest.fixture(autouse=True)
def _anna(town: Municipality) -> None:
    Account.objects.create_user(KNOWN, PASSWORD, name=ANNA.name, verified=True)


def ask(path: str, fields: dict[str, str]) -> dict[str, Any]:
    """All that a stranger sees of one post and of the page after it; and what it cost."""
    cache.clear()
    client = Client(HTTP_HOST="tangerhuette.localhost", REMOTE_ADDR="203.0.113.9")
    client.get(path)  # a session, as a browser has
    client.get("/anmelden/passkey/", headers={"accept": "application/json"})
    mails = OutgoingMail.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, fields)
    steps = [kind_of(q["sql"]) for q in queries]  # before the next request empties the log
    return {
        "status": answer.status_code,
        "to": answer.headers.get("Location"),
        "page": page_of(answer, fields),
        "after": page_of(client.get(answer.headers["Location"]), fields) if answer.status_code == 302 else "",
        "mails": OutgoingMail.objects.count() - mails,
        "steps": steps,
    }


def page_of(answer: Any, fields: dict[str, str]) -> str:
    text = answer.content.decode()
    for value in fields.values():
        text = text.replace(value, "…")
    return text.partition("<main")[2].partition("csrfmiddlewaretoken")[0]


def kind_of(statement: str) -> str:
    """Its verb and table: which row, and so the values, differ."""
    words = statement.replace('"', "").split()
    return " ".join(
        words[: 2 if "SAVEPOINT" in words[:2] and words[0] == "RELEASE" else 1 if words[0] == "SAVEPOINT" else 3]
    )


ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "sign up": (SIGN_UP, {"name": "Anna", "email": ""}),
    "code": (SIGN_IN, {"login": ""}),
    "new password": ("/anmelden/passwort/vergessen/", {"email": ""}),
}


@pytest.mark.parametrize("way", ASKED)
def test_a_stranger_cannot_tell(way: str) -> None:
    path, fields = ASKED[way]
    field = "login" if "login" in fields else "email"
    known = ask(path, {**fields, field: KNOWN})
    unknown = ask(path, {**fields, field: UNKNOWN})
    assert known == unknown
    assert "INSERT INTO accounts_emailcode" in known["steps"] or way == "new password"
    assert "insert into outbox_outgoingmail" in known["steps"]
    assert (known["status"], known["mails"]) == (302, 1)


@pytest.mark.parametrize("way", ["sign up", "code"])
def test_wrong_codes_tell_nothing_either(way: str) -> None:
    def tries(email: str) -> list[Any]:
        path, fields = ASKED[way]
        client = Client(HTTP_HOST="tangerhuette.localhost", REMOTE_ADDR="203.0.113.9")
        client.post(path, {**fields, "email": email, "login": email})
        answers = []
        for _ in range(6):
            with CaptureQueriesContext(connection) as queries:
                answer = client.post(CODE, {"code": "000000"})
            answers.append((answer.status_code, page_of(answer, {"email": email}), len(queries)))
        return answers

    assert tries(KNOWN) == tries(UNKNOWN)


def test_a_wrong_password_costs_a_hash_with_and_without_account(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    hashed: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counting(self: Any, password: str, salt: str, iterations: int | None = None) -> str:
        hashed.append(password)
        return str(encode(self, password, salt, iterations))

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counting)
    known = ask(SIGN_IN, {"login": KNOWN, "password": "falsch-falsch"})
    once = len(hashed)
    unknown = ask(SIGN_IN, {"login": UNKNOWN, "password": "falsch-falsch"})
    assert (known, once, len(hashed)) == (unknown, 1, 2)


def test_an_account_without_password_looks_no_different() -> None:
    Account.objects.create_user("ohne@example.org", name="Ohne", verified=True)
    without = ask(SIGN_IN, {"login": "ohne@example.org", "password": "falsch-falsch"})
    assert without == ask(SIGN_IN, {"login": UNKNOWN, "password": "falsch-falsch"})
