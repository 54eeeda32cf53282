"""What people did before they ask for their data: a dog, with a file, a question, a notice, a conversation."""

import secrets

from rathaus.accounts.service import Account, Persona
from rathaus.cases.service import (
    Case,
    answer_query,
    ask_applicant,
    attach_file,
    case_page,
    decide_case,
    issue_notice,
    save_answers,
    start_draft,
    submit_case,
    take_over,
)
from rathaus.files.service import StoredFile, store_bytes
from rathaus.postbox.service import Entry, Line, Message, Thread, put_entry
from tests import cast
from tests.cases import factories

CONTENT = b"%PDF-1.7 what Anna handed in"


def account(person: cast.Person) -> Account:
    return Account.objects.create_user(person.email, cast.PASSWORD, name=person.name)


def apply(by: Account, **changed: str) -> Case:
    """The dog, in one's own name: an open case."""
    offer = factories.publish_dog()
    draft, _ = start_draft(offer, language="de", by=Persona(by))
    first, last = by.name.split()
    answers = factories.dog_answers(offer)
    answers = {
        **answers,
        "email": by.email,
        "halter": {**answers["halter"], "vorname": first, "nachname": last},
        **changed,
    }
    save_answers(draft, answers)
    return submit_case(draft, idempotency_key=secrets.token_hex(8), by=Persona(by)).case


def begin(by: Account, *, file: str = "Nachweis.pdf") -> StoredFile:
    """A draft with a file in it."""
    draft, _ = start_draft(factories.publish_dog(), language="de", by=Persona(by))
    save_answers(draft, {"halter": {"vorname": by.name}, "email": by.email})
    stored = store_bytes(CONTENT, name=file, media_type="application/pdf")
    attach_file(draft, "nachweis", stored)
    return stored


def decide(case: Case, person: cast.Person = cast.CLARA, *, file: str = "Impfpass.pdf") -> Case:
    """Looked at, asked, answered with a file, and decided: with its notice."""
    clerk = factories.staff(person)
    case_page(case, clerk)
    case = take_over(case, by=clerk, revision=case.revision)
    query = ask_applicant(case, text="Welche Rasse hat der Hund?", by=clerk, revision=case.revision)
    case.refresh_from_db()
    paper = store_bytes(CONTENT, name=file, media_type="application/pdf")
    answer_query(query, text="Ein Dackel.", files=(paper,), by=None)
    case.refresh_from_db()
    decide_case(case, outcome="bestaetigen", reasons="", by=clerk, revision=case.revision)
    issue_notice(str(case.pk))
    case.refresh_from_db()
    return case


def ask_generally(by: Account, subject: str = "Wann ist offen?") -> Thread:
    offer = factories.publish_dog()
    thread = Thread.objects.create(holder=by.pk, unit=offer.unit, subject=subject)
    Message.objects.create(thread=thread, text=f"Guten Tag, {subject}", account=by, holder=by.pk, key="1")
    put_entry(by.pk, Line(kind=Entry.Kind.THREAD, ref=thread.pk, title=subject, path="/postfach/"))
    return thread
