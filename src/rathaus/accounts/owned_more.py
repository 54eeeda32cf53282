"""What people say of themselves, how they signed in, whom they invited: given out, erased where it is no proof."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core import clock

from .models import IdentityCheck, Invitation, PartyEvent, Profile, SignIn, StateAccount, Thing
from .personal import Item, Part, PersonalData, Subject, declare_personal_data, moment


def declare() -> None:
    parts = (
        PersonalData(
            "profile",
            gettext_lazy("Ihre Angaben"),
            frozenset({"accounts.Profile"}),
            everywhere=True,
            export=_profile,
            erase=lambda of: Profile.objects.filter(holder=of.id).delete(),
            goes=gettext_lazy("Ihre Angaben zum Vorausfüllen"),
        ),
        PersonalData(
            "things",
            gettext_lazy("Was Sie gespeichert haben"),
            frozenset({"accounts.Thing"}),
            everywhere=True,
            export=_things,
            erase=lambda of: Thing.objects.filter(holder=of.id).delete(),
            goes=gettext_lazy("Was Sie für spätere Anträge gespeichert haben, etwa Hunde oder Zähler"),
        ),
        PersonalData(
            "sign_ins",
            gettext_lazy("Anmeldungen"),
            frozenset({"accounts.SignIn", "accounts.StateAccount"}),
            everywhere=True,
            export=_sign_ins,
            erase=lambda of: StateAccount.objects.filter(account=of.id).delete(),
        ),
        PersonalData(
            "invitations",
            gettext_lazy("Einladungen"),
            frozenset({"accounts.Invitation", "accounts.PartyEvent"}),
            everywhere=True,
            export=_invitations,
            erase=_close_invitations,
        ),
        PersonalData(
            "identity_checks",
            gettext_lazy("Geprüfte Ausweise"),
            frozenset({"accounts.IdentityCheck"}),
            export=_identity_checks,
        ),
    )
    for part in parts:
        declare_personal_data(part)


def _profile(subject: Subject) -> Iterator[Item]:
    for profile in Profile.objects.filter(holder=subject.id):
        yield Item({"data": profile.data, "changed_at": profile.changed_at})


def _things(subject: Subject) -> Iterator[Item]:
    for thing in Thing.objects.filter(holder=subject.id).order_by("remembered_at", "id"):
        yield Item(
            {"kind": thing.kind, "label": thing.label, "data": thing.data, "remembered_at": thing.remembered_at},
            parts=(Part("", ((thing.label, moment(thing.remembered_at)),)),),
        )


def _sign_ins(subject: Subject) -> Iterator[Item]:
    for state in StateAccount.objects.filter(account=subject.id).order_by("connected_at"):
        yield Item(
            {
                "state_account": state.issuer,
                "subject": state.subject,
                "connected_at": state.connected_at,
                "disconnected_at": state.disconnected_at,
            }
        )
    for found in SignIn.objects.filter(account=subject.id).order_by("at").iterator(chunk_size=500):
        yield Item({"at": found.at, "method": found.method, "level": found.level, "issuer": found.issuer})


def _invitations(subject: Subject) -> Iterator[Item]:
    """Those that they sent, with the address that they typed while it is there, and what they did for others."""
    for sent in Invitation.objects.filter(invited_by=subject.id).order_by("invited_at"):
        yield Item({"invited": sent.email, "at": sent.invited_at, "closed_at": sent.closed_at})
    events = PartyEvent.objects.filter(Q(by=subject.id) | Q(subject=subject.id)).order_by("at", "id")
    for event in events.iterator(chunk_size=500):
        yield Item({"what": event.kind, "at": event.at, "by_you": event.by_id == subject.id})


def _close_invitations(subject: Subject) -> None:
    """Nobody joins on the word of somebody who is gone; and their own address is in nobody's open invitation."""
    theirs = Q(invited_by=subject.id) | Q(principal=subject.id)
    if subject.email:
        theirs |= Q(email__iexact=subject.email, invited_at__lte=subject.at)
    Invitation.objects.filter(theirs, closed_at=None).update(closed_at=clock.now(), email="")


def _identity_checks(subject: Subject) -> Iterator[Item]:
    for check in IdentityCheck.objects.filter(account=subject.id).order_by("at"):
        yield Item(
            {"at": check.at, "document": check.document, "name": check.name, "valid_until": check.valid_until},
            parts=(Part("", ((_("Am"), moment(check.at)), (_("Name"), check.name))),),
        )
