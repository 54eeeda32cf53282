"""SAML: the way in over a foreign POST, and every answer that must not be believed."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import xmlsec
from django.test import Client
from lxml import etree

from rathaus.accounts.federation import samlsettings
from rathaus.accounts.models import SamlAnswer, SignIn, StateAccount
from rathaus.accounts.service import Account
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests.accounts.federation.idp import ISSUER, NS, OTHER_PAIR, SSO, Answer, encode, metadata, read_request
from tests.cast import ANNA, PASSWORD
from tests.signing_in import sign_in_session

pytestmark = pytest.mark.django_db
START, ACS, CONNECT = "/anmelden/dienst/saml/", "/anmelden/saml/antwort/", "/anmelden/verbinden/"
HERE = "http://tangerhuette.localhost:8000"


@pytest.fixture(autouse=True)
def _provider(settings: Any, tmp_path: Path, town: Municipality) -> Iterator[None]:
    path = tmp_path / "idp.xml"
    path.write_text(metadata())
    settings.RATHAUS_SAML_METADATA = str(path)
    yield
    samlsettings.provider_data.cache_clear()


@pytest.fixture
def anna(town: Municipality) -> Account:
    account = Account.objects.create_user(ANNA.email, PASSWORD, name=ANNA.name)
    StateAccount.objects.create(account=account, method="saml", issuer=ISSUER, subject="anna-saml")
    return account


@pytest.fixture
def stranger(town: Municipality) -> Client:
    return Client(HTTP_HOST="tangerhuette.localhost")


def ask(client: Client, **form: str) -> Answer:
    """Press the button; a true answer to the request that goes out."""
    page = client.post(START, form).content.decode()
    found = re.search(r'content="0;url=([^"]+)"', page)
    assert found, page
    url = unescape(found[1])
    assert url.startswith(SSO)
    return Answer(read_request(url))


def post(client: Client, encoded: str) -> Any:
    """The provider's page posts: a foreign site, so no cookie of ours comes along."""
    bare = Client(HTTP_HOST=client.defaults["HTTP_HOST"], enforce_csrf_checks=True)
    return bare.post(ACS, {"SAMLResponse": encoded, "RelayState": "https://evil.example/"})


def arrive(client: Client, answer: Answer) -> Any:
    """The whole way back; the last page."""
    posted = post(client, answer.encoded())
    return client.get(posted.headers["Location"]) if posted.status_code == 303 else posted


def who(client: Client) -> str | None:
    found: str | None = client.session.get("_auth_user_id")
    return found


def test_a_connected_person_signs_in(portal: Client, anna: Account) -> None:
    answer = arrive(portal, ask(portal, next="/leistungen/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/leistungen/")
    row = SignIn.objects.get()
    assert (who(portal), row.method, row.level, row.issuer) == (str(anna.pk), "saml", "substantial", ISSUER)
    kept = SamlAnswer.objects.get()
    assert kept.claims == {}
    assert kept.taken_at is not None


def test_an_address_in_saml_joins_nothing_by_itself(portal: Client) -> None:
    account = Account.objects.create_user(ANNA.email, PASSWORD)
    assert arrive(portal, ask(portal)).headers["Location"] == CONNECT
    assert (who(portal), StateAccount.objects.count()) == (None, 0)
    sign_in_session(portal, account, second_factor=False)
    portal.post(CONNECT)
    assert StateAccount.objects.get().subject == "anna-saml"
    assert portal.session["trust"]["level"] == "substantial"


def test_the_request_says_who_asks_and_where_the_answer_goes(portal: Client) -> None:
    request = ask(portal).request
    assert request.acs == f"{HERE}/anmelden/saml/antwort/"
    assert request.issuer == f"{HERE}/anmelden/saml/metadaten.xml"


def test_our_metadata_tells_the_same(portal: Client, settings: Any) -> None:
    root = etree.fromstring(portal.get("/anmelden/saml/metadaten.xml").content)
    assert root.get("entityID") == f"{HERE}/anmelden/saml/metadaten.xml"
    described = root.find(".//{*}SPSSODescriptor")
    assert described.get("WantAssertionsSigned") == "true"
    assert described.find("{*}AssertionConsumerService").get("Location") == f"{HERE}/anmelden/saml/antwort/"
    settings.RATHAUS_SAML_ENTITY_ID = "urn:rathaus"
    assert etree.fromstring(portal.get("/anmelden/saml/metadaten.xml").content).get("entityID") == "urn:rathaus"


@pytest.mark.parametrize(
    ("said", "level"), [("http://eidas.europa.eu/LoA/high", "high"), ("STORK-QAA-Level-1", "basic"), ("nie", "basic")]
)
def test_the_level_is_the_one_that_the_assertion_says(portal: Client, anna: Account, said: str, level: str) -> None:
    answer = ask(portal)
    answer.level = said
    arrive(portal, answer)
    assert portal.session["trust"]["level"] == level


def test_level_and_subject_may_stand_in_attributes(portal: Client, anna: Account, settings: Any) -> None:
    settings.RATHAUS_SAML_SUBJECT, settings.RATHAUS_SAML_LEVEL = "bPK2", "vertrauensniveau"
    StateAccount.objects.update(subject="bpk-anna")
    answer = ask(portal)
    answer.format = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
    answer.attributes = {"bPK2": "bpk-anna", "vertrauensniveau": "STORK-QAA-Level-4"}
    arrive(portal, answer)
    assert (who(portal), portal.session["trust"]["level"]) == (str(anna.pk), "high")


LIES: dict[str, dict[str, Any]] = {
    "signed by another": {"pair": OTHER_PAIR},
    "not signed": {"signed": ""},
    "only the envelope is signed": {"signed": "response"},
    "signed with SHA-1": {"algorithm": xmlsec.Transform.RSA_SHA1, "digest": xmlsec.Transform.SHA1},
    "for another recipient": {"recipient": "https://other.example/acs"},
    "for a recipient that contains ours": {"recipient": f"https://other.example/?{HERE}{ACS}"},
    "for no recipient": {"recipient": None},
    "for another audience": {"audience": "https://other.example/"},
    "for no audience": {"audience": None},
    "by another issuer": {"issuer": "https://other.example/"},
    "sent elsewhere": {"destination": "https://other.example/acs"},
    "expired": {"minutes": -10},
    "without an end": {"minutes": None},
    "unsolicited": {"in_response_to": None},
    "answers another request": {"in_response_to": "_" + "0" * 32},
    "not a success": {"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"},
    "a NameID for one time": {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"},
    "an e-mail address as NameID": {"format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"},
    "an endless subject": {"subject": "x" * 600},
    "no subject": {"subject": " "},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_signs_nobody_in(portal: Client, anna: Account, lie: dict[str, Any]) -> None:
    answer = ask(portal)
    for name, value in lie.items():
        setattr(answer, name, value)
    page = arrive(portal, answer)
    assert page.status_code == 400
    assert "Die Anmeldung hat nicht geklappt" in page.content.decode()
    assert (who(portal), SignIn.objects.count()) == (None, 0)


def forged(root: Any) -> Any:
    """A copy of the assertion that names Vera, unsigned."""
    evil = deepcopy(root.find("saml:Assertion", NS))
    evil.remove(evil.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    evil.find(".//saml:NameID", NS).text = "vera-saml"
    evil.set("ID", "_evil")
    return evil


def _before(root: Any) -> None:
    root.insert(2, forged(root))


def _after(root: Any) -> None:
    root.append(forged(root))


def _around(root: Any) -> None:
    """The signed one hidden inside the forged one."""
    true, evil = root.find("saml:Assertion", NS), forged(root)
    root.remove(true)
    advice = etree.SubElement(evil, "{urn:oasis:names:tc:SAML:2.0:assertion}Advice")
    advice.append(true)
    evil.insert(3, advice)
    root.append(evil)


def _in_the_signature(root: Any) -> None:
    """The signature moved to the forged one, the signed one kept in an Object of it."""
    ds = "{http://www.w3.org/2000/09/xmldsig#}"
    true, evil = root.find("saml:Assertion", NS), forged(root)
    signature = true.find(f"{ds}Signature")
    true.remove(signature)
    root.remove(true)
    etree.SubElement(signature, f"{ds}Object").append(true)
    evil.insert(1, signature)
    root.append(evil)


def _same_id(root: Any) -> None:
    evil = forged(root)
    evil.set("ID", root.find("saml:Assertion", NS).get("ID"))
    root.insert(2, evil)


def _extension(root: Any) -> None:
    """The signed one in the extensions of the envelope, the forged one where it is read."""
    true, evil = root.find("saml:Assertion", NS), forged(root)
    root.remove(true)
    extensions = etree.Element("{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
    extensions.append(true)
    root.insert(1, extensions)
    root.append(evil)


def _renamed(root: Any) -> None:
    root.find(".//saml:NameID", NS).text = "vera-saml"


def _later(root: Any) -> None:
    root.find(".//saml:SubjectConfirmationData", NS).set("NotOnOrAfter", "2099-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "wrap", [_before, _after, _around, _in_the_signature, _same_id, _extension, _renamed, _later]
)
def test_nothing_around_a_signed_assertion_changes_whose_it_is(
    portal: Client, anna: Account, wrap: Callable[[Any], None]
) -> None:
    vera = Account.objects.create_user("vera@example.org", PASSWORD)
    StateAccount.objects.create(account=vera, method="saml", issuer=ISSUER, subject="vera-saml")
    root = ask(portal).tree()
    wrap(root)
    posted = post(portal, encode(root))
    assert posted.status_code == 400
    assert (SamlAnswer.objects.count(), who(portal)) == (0, None)


def test_a_comment_in_a_name_cuts_nothing_off(portal: Client, anna: Account) -> None:
    """Comments aren't signed; a reader that stops at one would take anna-saml for anna."""
    vera = Account.objects.create_user("vera@example.org", PASSWORD)
    StateAccount.objects.create(account=vera, method="saml", issuer=ISSUER, subject="anna")
    root = ask(portal).tree()
    name = root.find(".//saml:NameID", NS)
    name.text = "anna"
    name.append(etree.Comment("x"))
    name[0].tail = "-saml"
    portal.get(post(portal, encode(root)).headers["Location"])
    assert who(portal) == str(anna.pk)


def test_an_envelope_changed_after_signing_is_held_to_the_assertion(
    portal: Client, stranger: Client, anna: Account
) -> None:
    """The envelope isn't signed: whoever makes it answer another request finds the true one inside."""
    answer = ask(portal)
    theirs = ask(stranger).request
    root = answer.tree()
    root.set("InResponseTo", theirs.id)
    posted = post(stranger, encode(root))
    page = stranger.get(posted.headers["Location"]) if posted.status_code == 303 else posted
    assert page.status_code == 400
    assert who(stranger) is None


def test_an_assertion_counts_once(portal: Client, stranger: Client, anna: Account) -> None:
    encoded = ask(portal).encoded()
    first = post(portal, encoded)
    assert post(stranger, encoded).status_code == 400
    portal.get(first.headers["Location"])
    assert who(portal) == str(anna.pk)
    portal.post("/anmelden/abmelden/")
    assert post(portal, encoded).status_code == 400
    assert portal.get(first.headers["Location"]).status_code == 400
    assert who(portal) is None


def test_without_the_row_the_replay_would_be_taken_at_the_door(portal: Client, anna: Account) -> None:
    """The control: the assertion itself is still good, so it is the row that refuses it."""
    encoded = ask(portal).encoded()
    assert post(portal, encoded).status_code == 303
    SamlAnswer.objects.all().delete()
    assert post(portal, encoded).status_code == 303


def test_an_answer_belongs_to_the_browser_that_asked(portal: Client, stranger: Client, anna: Account) -> None:
    """Nobody is signed in to somebody else's account by an answer that is posted for them."""
    posted = post(portal, ask(portal).encoded())
    assert stranger.get(posted.headers["Location"]).status_code == 400
    assert who(stranger) is None
    portal.get(posted.headers["Location"])
    assert who(portal) == str(anna.pk)


def test_an_answer_waits_two_minutes(portal: Client, anna: Account) -> None:
    posted = post(portal, ask(portal).encoded())
    with clock.freeze(clock.now() + timedelta(minutes=3)):
        assert portal.get(posted.headers["Location"]).status_code == 400
    assert who(portal) is None


def test_an_answer_for_one_town_hall_is_none_at_another(portal: Client, other_portal: Client, anna: Account) -> None:
    encoded = ask(portal).encoded()
    assert post(other_portal, encoded).status_code == 400


def test_old_answers_are_swept(portal: Client, anna: Account) -> None:
    arrive(portal, ask(portal))
    SamlAnswer.objects.update(expires_at=clock.now() - timedelta(days=2))
    arrive(portal, ask(portal))
    assert SamlAnswer.objects.count() == 1


@pytest.mark.parametrize(
    "garbage",
    [
        "", "x", "PHg+", "bm90IHhtbA==", "ä" * 50, "A" * 300_000,
        encode(etree.fromstring("<a/>")),
        "PCFET0NUWVBFIGEgWzwhRU5USVRZIHggU1lTVEVNICJmaWxlOi8vL2V0Yy9wYXNzd2QiPl0+PGE+Jng7PC9hPg==",
    ],
)  # fmt: skip
def test_whatever_is_posted_is_answered_kindly(portal: Client, garbage: str) -> None:
    assert post(portal, garbage).status_code == 400


def test_who_cancels_there_reads_so_here(portal: Client) -> None:
    answer = ask(portal)
    answer.status = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"
    assert "Sie haben die Anmeldung abgebrochen" in arrive(portal, answer).content.decode()


@pytest.mark.parametrize("broken", ["<a/>", "kein XML", metadata().replace("HTTP-Redirect", "HTTP-Artifact")])
def test_metadata_that_names_no_provider_says_so(portal: Client, settings: Any, tmp_path: Path, broken: str) -> None:
    path = tmp_path / "broken.xml"
    path.write_text(broken)
    with pytest.raises(samlsettings.WrongMetadata):
        samlsettings.provider_data(str(path))
