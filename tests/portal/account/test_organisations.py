"""The pages of an association: founding, members, invitations; and what outsiders find there."""

from django.test import Client

from rathaus.accounts.service import Account, Invitation, Mandate, Membership, Organisation, PartyEvent, profile_of
from tests.cast import ANNA, BILAL, UWE
from tests.parties import account_of, act_for, code_sent_to

TYPED = {
    "art": "association",
    "organisation.name": "Heimatverein Grieben e. V.",
    "organisation.rechtsform": "ev",
    "organisation.registergericht": "Amtsgericht Stendal",
    "organisation.registernummer": "VR 678",
    "anschrift.strasse": "Dorfstraße",
    "anschrift.hausnummer": "3",
    "anschrift.plz": "39517",
    "anschrift.ort": "Tangerhütte",
    "email": "post@heimatverein.example",
}
INVITED = {"email": UWE.email, "darf": ["apply", "read"], "bis": ""}


def test_founding_it_makes_its_founder_administrator_who_acts_for_it(vera_browser: Client, vera: Account) -> None:
    answer = vera_browser.post("/konto/organisationen/neu/", TYPED)
    verein = Organisation.objects.get()
    assert answer.headers["Location"] == f"/konto/organisationen/{verein.pk}/"
    assert (verein.name, verein.register_number, verein.address["plz"]) == (
        TYPED["organisation.name"],
        "VR 678",
        "39517",
    )
    assert Membership.objects.get().may_administer
    assert profile_of(verein.pk)["email"] == "post@heimatverein.example"
    assert "Sie handeln für:" in vera_browser.get("/").content.decode()


def test_what_is_wrong_stays_in_the_form(vera_browser: Client) -> None:
    answer = vera_browser.post("/konto/organisationen/neu/", {**TYPED, "organisation.registernummer": "678 VR"})
    page = answer.content.decode()
    assert (answer.status_code, Organisation.objects.count()) == (422, 0)
    assert "Schreiben Sie die Registernummer mit ihrem Register" in page
    assert 'value="678 VR"' in page


def test_an_outsider_finds_nothing_at_any_of_its_addresses(bilal_browser: Client, verein: Organisation) -> None:
    member, base = Membership.objects.get(), f"/konto/organisationen/{verein.pk}/"
    for path in ("", "angaben/", "einladen/", f"mitglieder/{member.pk}/beenden/"):
        assert bilal_browser.get(base + path).status_code == 404, path
        assert bilal_browser.post(base + path, {**TYPED, **INVITED}).status_code in {404, 405}, path
    assert Invitation.objects.count() == 0
    assert Membership.objects.get().ended_at is None


def test_nobody_signed_in_is_sent_to_sign_in(portal: Client, verein: Organisation) -> None:
    answer = portal.get(f"/konto/organisationen/{verein.pk}/")
    assert answer.headers["Location"].startswith("/anmelden/?next=")


def test_a_member_who_may_not_administer_sees_members_and_nothing_else(
    vera_browser: Client, uwe_browser: Client, verein: Organisation
) -> None:
    _join(vera_browser, uwe_browser, verein)
    base = f"/konto/organisationen/{verein.pk}/"
    page = uwe_browser.get(base).content.decode()
    assert ("Vera Vorstand" in page, "Jemanden einladen" in page, "Was bisher geschah" in page) == (
        True,
        False,
        False,
    )
    vera = Membership.objects.get(may_administer=True)
    for path in ("einladen/", "angaben/", f"mitglieder/{vera.pk}/beenden/"):
        assert uwe_browser.post(base + path, {**TYPED, **INVITED}).status_code == 404, path
    assert Invitation.objects.count() == 1


def test_an_invitation_is_listed_withdrawn_and_opens_nothing_any_more(
    vera_browser: Client, uwe_browser: Client, bilal_browser: Client, verein: Organisation
) -> None:
    base = f"/konto/organisationen/{verein.pk}/"
    assert vera_browser.post(f"{base}einladen/", INVITED).headers["Location"] == base
    assert UWE.email in vera_browser.get(base).content.decode()
    code, invitation = code_sent_to(UWE.email), Invitation.objects.get()
    path = f"{base}einladungen/{invitation.pk}/zurueck/"
    assert bilal_browser.post(path).status_code == 404
    assert vera_browser.post(path).status_code == 302
    answer = uwe_browser.post("/konto/einladung/", {"code": code, "_go": "accept"})
    assert answer.status_code == 422
    assert Membership.objects.count() == 1


def test_the_link_says_whose_invitation_it_is_before_one_accepts(
    vera_browser: Client, uwe_browser: Client, verein: Organisation
) -> None:
    vera_browser.post(f"/konto/organisationen/{verein.pk}/einladen/", INVITED)
    code = code_sent_to(UWE.email)
    page = uwe_browser.post("/konto/einladung/", {"code": code}).content.decode()
    for words in ("Vera Vorstand", "Heimatverein Grieben e. V.", "Anträge stellen, Postfach lesen"):
        assert words in page
    assert Membership.objects.count() == 1
    uwe_browser.post("/konto/einladung/", {"code": code, "_go": "decline"})
    assert Membership.objects.count() == 1
    uwe_browser.post("/konto/einladung/", {"code": code, "_go": "accept"})
    assert Membership.objects.get(account__email=UWE.email).may_read
    assert "Sie handeln für:" in uwe_browser.get("/").content.decode()


def test_who_isnt_signed_in_does_so_first_and_finds_the_invitation(
    vera_browser: Client, portal: Client, verein: Organisation
) -> None:
    vera_browser.post(f"/konto/organisationen/{verein.pk}/einladen/", INVITED)
    code = code_sent_to(UWE.email)
    answer = portal.post("/konto/einladung/", {"code": code, "_go": "accept"})
    assert answer.headers["Location"] == "/anmelden/?next=%2Fkonto%2Feinladung%2F"
    assert code not in answer.headers["Location"]
    portal.force_login(account_of(UWE))
    page = portal.get("/konto/einladung/").content.decode()
    assert "Vera Vorstand lädt Sie ein" in page
    assert Membership.objects.count() == 1


def test_ending_asks_once_and_the_last_administrator_is_told_why_not(
    vera_browser: Client, uwe_browser: Client, verein: Organisation
) -> None:
    _join(vera_browser, uwe_browser, verein)
    base, mine = f"/konto/organisationen/{verein.pk}/mitglieder/", Membership.objects.get(may_administer=True)
    assert "Nicht mehr für Heimatverein" in vera_browser.get(f"{base}{mine.pk}/beenden/").content.decode()
    answer = vera_browser.post(f"{base}{mine.pk}/beenden/")
    assert (answer.status_code, "Ohne diese Person" in answer.content.decode()) == (409, True)
    uwe = Membership.objects.get(account__email=UWE.email)
    vera_browser.post(f"{base}{uwe.pk}/beenden/")
    assert "Sie handeln für:" not in uwe_browser.get("/").content.decode()
    assert uwe_browser.get(f"/konto/organisationen/{verein.pk}/").status_code == 404


def test_changing_the_details_is_on_record(vera_browser: Client, verein: Organisation) -> None:
    vera_browser.post(f"/konto/organisationen/{verein.pk}/angaben/", {**TYPED, "anschrift.strasse": "Neue Straße"})
    assert Organisation.objects.get().address["strasse"] == "Neue Straße"
    assert profile_of(verein.pk)["anschrift"]["strasse"] == "Neue Straße"
    assert PartyEvent.objects.filter(kind="changed").count() == 1


def test_a_power_of_attorney_is_seen_and_ended_by_both_and_by_nobody_else(
    anna_browser: Client, vera_browser: Client, bilal_browser: Client
) -> None:
    typed = {"email": "vera@example.org", "darf": ["apply"], "umfang": "einzelne", "leistungen": ["Hund anmelden"]}
    answer = anna_browser.post("/konto/vollmachten/neu/", {**typed, "bis": "31.12.2028"})
    assert answer.headers["Location"] == "/konto/vollmachten/", answer.content.decode()
    code = code_sent_to("vera@example.org")
    assert "Hund anmelden" in vera_browser.post("/konto/einladung/", {"code": code}).content.decode()
    vera_browser.post("/konto/einladung/", {"code": code, "_go": "accept"})
    assert "Sie handeln für:" in vera_browser.get("/").content.decode()
    assert "Vera Vorstand" in anna_browser.get("/konto/vollmachten/").content.decode()
    assert "Anna Beispiel" in vera_browser.get("/konto/vollmachten/").content.decode()
    assert "Vera" not in bilal_browser.get("/konto/vollmachten/").content.decode()
    mandate = Mandate.objects.get()
    path = f"/konto/vollmachten/{mandate.pk}/beenden/"
    assert (mandate.services, bilal_browser.post(path).status_code) == (["hund-anmelden"], 404)
    anna_browser.post(path)
    assert "Sie handeln für:" not in vera_browser.get("/").content.decode()


def test_a_mandate_needs_an_end_and_a_right(anna_browser: Client) -> None:
    answer = anna_browser.post("/konto/vollmachten/neu/", {"email": BILAL.email})
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)


def test_an_agent_gives_nothing_on_in_the_name_of_the_principal(
    anna_browser: Client, vera_browser: Client, vera: Account
) -> None:
    """What one acts for somebody else doesn't reach to powers of attorney: those are always one's own."""
    anna = account_of(ANNA)
    Mandate.objects.create(principal=anna, agent=vera, may_apply=True, may_read=True)
    act_for(vera_browser, anna)
    typed = {"email": BILAL.email, "darf": ["apply"], "umfang": "alle", "bis": "31.12.2028"}
    vera_browser.post("/konto/vollmachten/neu/", typed)
    assert Invitation.objects.get().principal == vera


def _join(vera_browser: Client, uwe_browser: Client, verein: Organisation) -> None:
    vera_browser.post(f"/konto/organisationen/{verein.pk}/einladen/", INVITED)
    uwe_browser.post("/konto/einladung/", {"code": code_sent_to(UWE.email), "_go": "accept"})
