"""Whatever somebody sends: never a server error, never markup, never a bare refusal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rathaus.cases.service import Draft
from rathaus.files.service import StoredFile
from rathaus.outbox.models import OutgoingMail

from .conftest import BASE, SUMMARY, Person
from .test_tracking import PNG

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "'; DROP TABLE cases_case; --",
    "NUL\x00 \x07\x1b[31m",
    "\u202egnirts\u2066",
    "\ud83d\udc15".encode("utf-16", "surrogatepass").decode("utf-16") * 50,
    "Ǎ̊čḏžĞḥŁņŐşŧǖ̌Ỳžẞ",
    "ا" * 5000,
    "a" * 100_000,
    "\r\n" * 1000,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_text_in_a_form_is_kept_as_text_or_complained_about(anna: Person, typed: str) -> None:
    anna.fill()
    answer = anna.send_page("hund", hundename=typed, farbe=typed, chip=typed, geboren=typed)
    assert answer.status_code in {302, 422}
    for page in (answer, anna.get(f"{BASE}hund/"), anna.get(SUMMARY)):
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "49{" not in text


def test_any_text_in_other_forms(anna: Person) -> None:
    for typed in HOSTILE:
        assert anna.post("/vorgang/", {"nummer": typed, "code": typed}).status_code in {422, 429}
        assert anna.get("/vorgang/", data={"nr": typed}).status_code == 200
        assert anna.post("/barriere-melden/", {"text": typed, "email": typed}).status_code == 422
        assert anna.post(f"{BASE}halter/", {typed: typed}).status_code == 302  # no draft: back to the start


def test_made_up_buttons_do_no_harm(anna: Person) -> None:
    anna.begin()
    for name in ("_add", "_remove", "_upload", "_react", "_go", "_zur", "_tried"):
        for value in ("", "halter", "halter.0", "nachweis.x", "../..", "\x00", "9" * 400):
            assert anna.post(f"{BASE}halter/", {name: value}).status_code in {200, 302, 422}


def test_a_made_up_key_of_the_last_button_does_no_harm(anna: Person) -> None:
    anna.fill()
    assert anna.send("\x00" + "k" * 500).status_code == 302


@pytest.mark.parametrize("cookie", ["sitzung", "csrf", "sprache", "vorgang", "messages", "antrag-hund-anmelden"])
def test_any_cookie_counts_as_none(anna: Person, cookie: str) -> None:
    for value in (r'"\000aaaaaaaaaaaa"', "\u00e4" * 20, "a" * 500):
        for path in ("/", "/vorgang/", "/anmelden/", "/amt/", BASE):
            assert anna.get(path, HTTP_COOKIE=f"{cookie}={value}").status_code in {200, 302}


def test_too_many_fields_and_too_much_text_are_told_in_a_sentence(anna: Person) -> None:
    anna.begin()
    for data in ({f"f{n}": "x" for n in range(2100)}, {"halter.vorname": "a" * 3_000_000}):
        page = anna.post(f"{BASE}halter/", data)
        assert page.status_code == 413
        assert "Das war zu viel auf einmal" in page.content.decode()


def test_a_post_without_its_token_is_refused_in_a_sentence(anna: Person) -> None:
    strict = Client(HTTP_HOST="tangerhuette.localhost", enforce_csrf_checks=True)
    for path in (BASE, f"{BASE}halter/", SUMMARY, "/vorgang/", "/vorgang/schliessen/", "/barriere-melden/"):
        page = strict.post(path, {"text": "x"})
        assert page.status_code == 403, path
        assert "zu lange offen" in page.content.decode()


def test_an_address_that_leads_nowhere_offers_the_search(anna: Person) -> None:
    page = anna.get("/gibt-es-nicht/")
    assert page.status_code == 404
    assert 'action="/suche/"' in page.content.decode()


def test_a_barrier_is_reported_to_the_town_hall(anna: Person) -> None:
    text = "<b>Zu klein</b> & nicht lesbar"
    assert anna.post("/barriere-melden/", {"text": text, "email": "bilal@example.org"}).status_code == 302
    mail = OutgoingMail.objects.get(template="feedback")
    assert (mail.to, mail.context["text"]) == ("rathaus@tangerhuette.example", text)


# -- uploads ----------------------------------------------------------------------------------------------------


def with_dog_test(anna: Person, *files: SimpleUploadedFile, **more: object) -> object:
    """The page with the certificate, which is asked for once the dog passed its test."""
    typed = {"rasse_vermutet": "ja", "behoerdlich_gefaehrlich": "nein", "wesenstest": "ja"}
    return anna.post(f"{BASE}gefahr/", {**typed, "nachweis_wesenstest": list(files), **more})


def picture(name: str = "test.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


@pytest.fixture
def dog_page(anna: Person) -> Person:
    anna.begin()
    anna.send_page("halter")
    anna.send_page("hund")
    with_dog_test(anna)
    return anna


def test_an_uploaded_file_stays_and_can_be_removed(dog_page: Person) -> None:
    with_dog_test(dog_page, picture(), _upload="nachweis_wesenstest")
    text = dog_page.get(f"{BASE}gefahr/").content.decode()
    assert "test.png" in text
    entry = Draft.objects.get(case=None, service_key="hund-anmelden").answers["nachweis_wesenstest"][0]
    with_dog_test(dog_page, _remove=f"nachweis_wesenstest.{entry['id']}")
    assert "test.png" not in dog_page.get(f"{BASE}gefahr/").content.decode()
    assert StoredFile.objects.count() == 0


def test_a_refused_file_says_why_and_leaves_the_form_as_it_was(dog_page: Person) -> None:
    bad = SimpleUploadedFile("virus.pdf", b"MZ\x90 not a pdf", content_type="application/pdf")
    answer = with_dog_test(dog_page, bad, versicherung="Muster AG", _upload="nachweis_wesenstest")
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "virus.pdf" in text
    assert 'value="Muster AG"' in text
    assert StoredFile.objects.count() == 0


def test_one_file_too_many_is_refused_and_the_others_stay(dog_page: Person) -> None:
    answer = with_dog_test(dog_page, *(picture(f"{n}.png") for n in range(4)), _upload="nachweis_wesenstest")
    assert "höchstens 3" in answer.content.decode() or "Platz für 3 Dateien" in answer.content.decode()  # type: ignore[attr-defined]
    assert StoredFile.objects.count() == 3


def test_a_file_in_a_field_that_is_not_there_is_ignored(anna: Person) -> None:
    anna.begin()
    anna.post(f"{BASE}halter/", {"halter.vorname": picture(), "nachweis_wesenstest": picture()})
    assert StoredFile.objects.count() == 0
