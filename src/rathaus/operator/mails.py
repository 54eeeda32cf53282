"""The demo's mailbox: what the mail sink kept, newest first. Exists in the demo only."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

_SHOWN = 100


@dataclass(frozen=True)
class KeptMail:
    """One e-mail, as its recipient would see it."""

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    body: str


def list_mails(request: HttpRequest) -> HttpResponse:
    if not settings.RATHAUS_DEMO:
        raise Http404
    folder: Path = settings.STATE / "mail"
    newest = sorted(folder.glob("[0-9]*.eml"), reverse=True)[:_SHOWN]
    return render(request, "operator/mails.html", {"mails": [read_mail(file) for file in newest]})


def read_mail(file: Path) -> KeptMail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("policy.default gives an EmailMessage")
    plain = message.get_body(("plain",))
    return KeptMail(
        name=file.stem,
        at=datetime.fromtimestamp(int(file.stem) / 1e9, tz=UTC),
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=plain.get_content().strip() if plain else "",
    )


urlpatterns = [path("-/mails/", list_mails, name="demo_mails")]
