"""Something in the postboxes of the demo's citizens: an open question, a notice, a draft, conversations."""

from dataclasses import dataclass
from datetime import timedelta

from rathaus.accounts.service import Account, Persona, StaffMember, Unit, personas_of
from rathaus.cases.conversing import write_as_applicant, write_to_applicant
from rathaus.cases.drafts import save_answers, start_draft
from rathaus.cases.effects import without_mail
from rathaus.cases.looking import note_look
from rathaus.cases.models import Case, Draft
from rathaus.cases.working import ask_applicant
from rathaus.catalogue.service import compiled, get_offer, offer_context
from rathaus.core import clock
from rathaus.postbox.service import answer_as_unit, ask_unit
from rathaus.tenancy.service import Municipality

from .examples import fill_in
from .people import DemoApplicant
from .sending import send_example
from .stories import Step, Story, decide, play, take

_ANNA, _VERA = "anna@example.org", "vera@example.org"
_TALK = (
    "Guten Tag, gilt der Ausweis auch für das Auto meiner Eltern, wenn sie zu Besuch sind?",
    "Guten Tag Frau Beispiel, nein, er gilt nur für Ihr Kennzeichen. Ihre Eltern parken mit Parkscheibe am Bahnhof.",
    "Gut, danke. Brauchen Sie sonst noch etwas von mir?",
    "Ja, eine Kleinigkeit: Ich schicke Ihnen gleich eine Frage.",
)
_QUESTION = "Auf dem Fahrzeugschein ist das Kennzeichen nicht zu lesen. Bitte laden Sie ein Foto aus der Nähe hoch."
_SUBJECT = "Öffnungszeiten zwischen den Jahren"
_ASKED = "Guten Tag, haben Sie zwischen Weihnachten und Neujahr geöffnet? Ich möchte einen Ausweis abholen."
_ANSWERED = (
    "Guten Tag Frau Beispiel, am 28. und 29. Dezember sind wir von 9 bis 12 Uhr für Sie da. "
    "Den Ausweis können Sie dann ohne Termin abholen."
)


def create_demo_postboxes(municipality: Municipality) -> int:
    """Fill the postboxes of Anna and of Vera's association in the scope's municipality once; returns the cases made.

    Of the past, only the town hall's answer to Anna's question sends an e-mail, so that one is there to be read.
    """
    made = 0
    if municipality.key == "tangerhuette":
        _talk()
    for plan in _PLANS.get(municipality.key, ()):
        by = _persona(plan.email)
        if by is not None and not Case.objects.filter(holder=by.holder, service_key=plan.service).exists():
            with without_mail():
                made += _create(plan, by)
    return made


def _talk() -> None:
    """Anna's draft, and her question to the town hall, which was answered."""
    anna = _persona(_ANNA)
    if anna is None or Draft.objects.filter(holder=anna.holder).exists():
        return
    _begin_draft(anna)
    unit = Unit.objects.order_by("id").first()
    clerk = StaffMember.objects.filter(unit=unit, role=StaffMember.Role.CLERK).first()
    if unit is not None and clerk is not None:
        with clock.freeze(clock.now() - timedelta(days=2, hours=3)):
            thread = ask_unit(unit, subject=_SUBJECT, text=_ASKED, key="demo", by=anna)
        with clock.freeze(clock.now() - timedelta(days=1)):
            answer_as_unit(thread, text=_ANSWERED, key="demo-answer", by=clerk)


@dataclass(frozen=True)
class _Plan:
    """Who sends which example of which service, and what happens then."""

    email: str
    service: str
    example: str
    story: Story


def _persona(email: str) -> Persona | None:
    """The citizen; for who acts for others, with the first of them."""
    account = Account.objects.filter(email=email).first()
    return personas_of(account)[-1] if account is not None else None


def _create(plan: _Plan, by: Persona) -> bool:
    offer = get_offer(plan.service)
    example = compiled(offer.current_version).definition.examples.get(plan.example) if offer else None
    if offer is None or example is None:
        return False
    first, _, last = by.account.name.partition(" ")
    who = DemoApplicant(first, last, by.account.email)
    with clock.freeze(clock.now() - timedelta(days=plan.story.days_ago, hours=2)):
        case = send_example(offer, example, who, electronically=True, by=by)
    clerk = StaffMember.objects.filter(unit=offer.unit_id, role=StaffMember.Role.CLERK).first()
    if case is not None and clerk is not None:
        play(plan.story, case, clerk, 0)
    return case is not None


def _begin_draft(anna: Persona) -> None:
    offer = get_offer("wasserzaehlerstand")
    if offer is None:
        return
    service = compiled(offer.current_version)
    example = service.definition.examples["jahr"]
    typed = {path.partition(".")[0] for path in next(iter(example.pages.values()))}
    known = service.definition.applicant
    own = {known.email: anna.account.email} if known else {}
    answers = fill_in(service, example, offer_context(offer, "de"), own)
    draft, _ = start_draft(offer, language="de", by=anna)
    save_answers(draft, {key: value for key, value in answers.items() if key in typed})


def _say(number: int) -> Step:
    def say(case: Case, clerk: StaffMember, _: int) -> None:
        if number % 2:
            write_to_applicant(case, text=_TALK[number], key=f"demo-{number}", by=clerk)
        else:
            write_as_applicant(case, text=_TALK[number], key=f"demo-{number}")

    return say


def _look(case: Case, clerk: StaffMember, _: int) -> None:
    note_look(case, by=clerk)


def _ask(case: Case, clerk: StaffMember, _: int) -> None:
    ask_applicant(case, text=_QUESTION, by=clerk, revision=case.revision)


_PLANS = {
    "tangerhuette": (
        _Plan(_ANNA, "hund-anmelden", "assistenzhund", Story(12, (_look, take, decide("grant")))),
        _Plan(_ANNA, "bewohnerparkausweis", "neu", Story(9, (_look, take, *map(_say, range(len(_TALK))), _ask))),
        _Plan(_VERA, "veranstaltung-anmelden", "sommerfest", Story(5, (_look, take))),
    ),
    "thale": (_Plan(_ANNA, "fundsache", "fahrrad", Story(4, (_look, take))),),
}
