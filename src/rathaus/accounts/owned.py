"""What accounts itself holds about a person, and what the outbox holds below it."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core import clock
from rathaus.outbox.service import forget_address

from .models import Account, EmailCode, Mandate, Membership, OpenSession, Organisation, StaffMember
from .personal import Item, Part, PersonalData, Subject, declare_personal_data, moment

_ROLES = {
    "may_apply": "apply",
    "may_read": "read",
    "may_administer": "administer",
}


def declare() -> None:
    """The parts of accounts; `mails` is the outbox's, which knows nobody but addresses."""
    parts = (
        PersonalData(
            "account",
            gettext_lazy("Ihr Konto"),
            frozenset({"mfa.Authenticator", "account.EmailAddress", "accounts.OpenSession"}),
            everywhere=True,
            export=_account,
            goes=gettext_lazy("Ihr Konto mit Name, E-Mail-Adresse, Passkeys und allen Sitzungen"),
        ),
        PersonalData(
            "memberships",
            gettext_lazy("Organisationen, für die Sie handeln"),
            frozenset({"accounts.Membership", "accounts.Organisation"}),
            everywhere=True,
            export=_memberships,
            erase=_end_memberships,
            goes=gettext_lazy("Ihre Rechte in Vereinen und Firmen: Sie enden, und Ihr Name wird dort gelöscht"),
            blocks=_sole_administrator,
        ),
        PersonalData(
            "mandates",
            gettext_lazy("Vollmachten"),
            frozenset({"accounts.Mandate"}),
            everywhere=True,
            export=_mandates,
            erase=_end_mandates,
            goes=gettext_lazy("Vollmachten, die Sie gegeben oder bekommen haben: Sie enden"),
        ),
        PersonalData(
            "staff",
            gettext_lazy("Arbeit im Rathaus"),
            frozenset({"accounts.StaffMember"}),
            export=_staff,
            blocks=_works_here,
        ),
        PersonalData(
            "codes",
            gettext_lazy("Codes zum Anmelden"),
            frozenset({"accounts.EmailCode"}),
            everywhere=True,
            erase=_erase_codes,
        ),
        PersonalData(
            "mails",
            gettext_lazy("E-Mails"),
            frozenset({"outbox.OutgoingMail"}),
            erase=_forget_address,
            goes=gettext_lazy("Ihre Adresse in den E-Mails, die wir Ihnen geschickt haben"),
        ),
    )
    for part in parts:
        declare_personal_data(part)


def _account(subject: Subject) -> Iterator[Item]:
    """Of passkeys and other factors their kind, name and dates; no key and no secret leaves the house."""
    account = Account.objects.get(pk=subject.id)
    factors = [
        {
            "kind": factor.type,
            "name": factor.data.get("name", ""),
            "created_at": factor.created_at,
            "last_used_at": factor.last_used_at,
        }
        for factor in Authenticator.objects.filter(user_id=subject.id).order_by("pk")
    ]
    rows = [
        (_("Name"), account.name),
        (_("E-Mail-Adresse"), account.email),
        (_("Telefon"), account.phone),
        (_("Angelegt"), moment(account.created)),
    ]
    rows += [(str(factor["name"] or factor["kind"]), moment(factor["created_at"])) for factor in factors]
    yield Item(
        {
            "id": account.pk,
            "email": account.email,
            "name": account.name,
            "phone": account.phone,
            "sessions": list(
                OpenSession.objects.filter(account=account).values(
                    "host", "browser", "system", "signed_in_at", "last_used_at"
                )
            ),
            "created_at": account.created,
            "last_login_at": account.last_login,
            "factors": factors,
            "addresses": list(EmailAddress.objects.filter(user_id=subject.id).values("email", "verified", "primary")),
        },
        title=_("Ihr Konto"),
        parts=(Part("", tuple(row for row in rows if row[1])),),
    )


def _memberships(subject: Subject) -> Iterator[Item]:
    for found in Membership.objects.filter(account=subject.id).select_related("organisation").order_by("begun_at"):
        yield Item(
            {"organisation": found.organisation.name, **_power(found), "founded_by_you": _founded(found, subject)},
            title=found.organisation.name,
            parts=(Part("", _rows(found)),),
        )


def _founded(found: Membership, subject: Subject) -> bool:
    return found.organisation.founded_by_id == subject.id


def _mandates(subject: Subject) -> Iterator[Item]:
    """Both directions, with the other's name: the power of attorney is between the two."""
    both = Mandate.objects.filter(Q(principal=subject.id) | Q(agent=subject.id)).select_related("principal", "agent")
    for found in both.order_by("begun_at"):
        given = found.principal_id == subject.id
        other = str(found.agent if given else found.principal)
        title = _("Vollmacht für %(name)s") if given else _("Vollmacht von %(name)s")
        yield Item(
            {
                "direction": "given" if given else "received",
                "other": other,
                "services": found.services,
                **_power(found),
            },
            title=title % {"name": other},
            parts=(Part("", _rows(found)),),
        )


def _power(found: Membership | Mandate) -> dict[str, object]:
    may = [word for field, word in _ROLES.items() if getattr(found, field, False)]
    return {"may": may, "begun_at": found.begun_at, "ends_on": found.ends_on, "ended_at": found.ended_at}


def _rows(found: Membership | Mandate) -> tuple[tuple[str, str], ...]:
    rows = ((_("Seit"), moment(found.begun_at)), (_("Beendet"), moment(found.ended_at)))
    return tuple(row for row in rows if row[1])


def _staff(subject: Subject) -> Iterator[Item]:
    for member in StaffMember.objects.filter(account=subject.id).select_related("unit"):
        yield Item(
            {"unit": member.unit.name, "role": member.role, "active": member.is_active},
            title=_("Ihre Stelle im Rathaus"),
            parts=(Part("", ((_("Bereich"), member.unit.local_name),)),),
        )


def _works_here(subject: Subject) -> Iterator[str]:
    """Also who used to: the files of cases say who decided, and that is proof."""
    for member in StaffMember.objects.filter(account=subject.id).select_related("municipality"):
        sentence = _("Ihr Konto gehört zu einer Stelle im Rathaus (%(town)s). Die Fachverwaltung dort löscht es.")
        yield sentence % {"town": member.municipality.name}


def _sole_administrator(subject: Subject) -> Iterator[str]:
    for organisation in _administered(subject):
        others = _administrators(organisation).exclude(account=subject.id)
        if not others.exists():
            sentence = _(
                "Nur Sie verwalten „%(name)s“. Geben Sie die Verwaltung vorher weiter, oder lösen Sie sie auf."
            )
            yield sentence % {"name": organisation.name}


def _administered(subject: Subject) -> list[Organisation]:
    mine = Membership.objects.filter(account=subject.id, ended_at=None, may_administer=True)
    return list(_locked().filter(pk__in=mine.values("organisation"), dissolved_at=None).order_by("name"))


def _locked() -> QuerySet[Organisation]:
    """Of the last two who leave at the same moment, the second sees that the first is gone."""
    return Organisation.objects.select_for_update(of=("self",))


def _administrators(organisation: Organisation) -> QuerySet[Membership]:
    lasting = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    active = Membership.objects.filter(lasting, ended_at=None, begun_at__lte=clock.now(), account__is_active=True)
    return active.filter(organisation=organisation, may_administer=True)


def _end_memberships(subject: Subject) -> None:
    """The rows stay, with nobody's name: they say who could act for the organisation when."""
    Membership.objects.filter(account=subject.id, ended_at=None).update(ended_at=clock.now(), ended_by=subject.id)


def _end_mandates(subject: Subject) -> None:
    both = Mandate.objects.filter(Q(principal=subject.id) | Q(agent=subject.id), ended_at=None)
    both.update(ended_at=clock.now(), ended_by=subject.id)


def _forget_address(subject: Subject) -> None:
    if subject.email:
        forget_address(subject.email, before=subject.at)


def _erase_codes(subject: Subject) -> None:
    """Those that were asked for by somebody signed in are gone with the account; these name but the address."""
    if subject.email:
        EmailCode.objects.filter(email__iexact=subject.email, created__lte=subject.at).delete()
