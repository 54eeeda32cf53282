"""Filling in: one page after another, saved at every step."""

from rathaus.cases.service import Draft

from .conftest import BASE, DOG, SUMMARY, Person, pages


def answers() -> dict[str, object]:
    found: dict[str, object] = Draft.objects.get(service_key=DOG, case=None).answers
    return found


def test_beginning_leads_to_the_first_page(anna: Person) -> None:
    assert anna.begin() == f"{BASE}halter/"


def test_looking_at_the_start_page_makes_no_draft(anna: Person) -> None:
    anna.get(BASE)
    assert Draft.objects.count() == 0


def test_a_finished_page_leads_to_the_next(anna: Person) -> None:
    anna.begin()
    assert anna.send_page("halter").headers["Location"] == f"{BASE}hund/"
    assert answers()["halter"]["nachname"] == "Beispiel"  # type: ignore[index]


def test_coming_back_leads_to_the_first_open_question(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter")
    assert anna.get(BASE).headers["Location"] == f"{BASE}hund/"
    assert "angefangenen Antrag" in anna.get(f"/leistungen/{DOG}/").content.decode()
    assert "angefangenen Antrag" in anna.get("/").content.decode()


def test_the_draft_is_kept_for_30_days_in_a_cookie_that_scripts_cannot_read(anna: Person) -> None:
    anna.begin()
    cookie = anna.client.cookies[f"antrag-{DOG}"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (30 * 24 * 3600, True, "Lax")


def test_another_browser_sees_nothing_of_the_draft(anna: Person, bilal: Person) -> None:
    anna.begin()
    assert bilal.get(f"{BASE}halter/").headers["Location"] == BASE
    assert bilal.post(f"{BASE}halter/", {"halter.vorname": "Bilal"}).headers["Location"] == BASE
    bilal.client.cookies[f"antrag-{DOG}"] = "guessed"
    assert bilal.get(f"{BASE}halter/").headers["Location"] == BASE


def test_errors_stand_at_the_field_and_in_the_summary_and_what_was_right_is_saved(anna: Person) -> None:
    anna.begin()
    answer = anna.send_page("halter", anschrift__plz="3951")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-anschrift-plz"' in text
    assert 'id="f-anschrift-plz-error"' in text
    assert 'value="3951"' in text
    assert answers()["halter"]["vorname"] == "Anna"  # type: ignore[index]


def test_back_and_later_save_without_complaining(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter")
    assert anna.post(f"{BASE}hund/", {"hundename": "Bello", "_go": "back"}).headers["Location"] == f"{BASE}halter/"
    assert answers()["hundename"] == "Bello"
    later = anna.post(f"{BASE}hund/", {"hundename": "Rex", "_go": "later"})
    assert later.headers["Location"] == f"{BASE}spaeter-weitermachen/"
    assert answers()["hundename"] == "Rex"


def test_change_links_lead_back_to_the_summary(anna: Person) -> None:
    anna.fill()
    assert f'href="{BASE}hund/?_zur=summary"' in anna.get(SUMMARY).content.decode()
    assert 'name="_zur" value="summary"' in anna.get(f"{BASE}hund/?_zur=summary").content.decode()
    assert anna.send_page("hund", hundename="Rex", _zur="summary").headers["Location"] == SUMMARY
    assert "Rex" in anna.get(SUMMARY).content.decode()


def test_made_up_and_hidden_fields_are_ignored(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter", steuer_jahr="0.01", geheim="x", iban="DE00")
    kept = answers()
    assert {"steuer_jahr", "geheim", "iban"}.isdisjoint(kept)


def test_a_changed_answer_shows_what_depends_on_it_and_complains_about_nothing(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter")
    typed = {"aus_anderer_gemeinde": "ja", "_react": "aus_anderer_gemeinde"}
    page = anna.post(f"{BASE}hund/", typed, headers={"HX-Request": "true"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="bisherige_gemeinde"' in text
    assert "kern-error" not in text
    assert "<html" not in text


def test_the_same_works_without_a_script(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter")
    anna.post(f"{BASE}hund/", {"aus_anderer_gemeinde": "ja", "_go": "next"})
    assert 'name="bisherige_gemeinde"' in anna.get(f"{BASE}hund/").content.decode()


def test_complaints_once_made_stay_until_mended(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter")
    typed = {"aus_anderer_gemeinde": "ja", "_react": "aus_anderer_gemeinde", "_tried": "1"}
    text = anna.post(f"{BASE}hund/", typed, headers={"HX-Request": "true"}).content.decode()
    assert 'id="f-hundename-error"' in text


def test_a_page_that_does_not_exist_is_not_found(anna: Person) -> None:
    anna.begin()
    assert anna.get(f"{BASE}nirgendwo/").status_code == 404


def test_the_summary_names_what_is_missing_and_offers_no_button(anna: Person) -> None:
    anna.begin()
    anna.send_page("halter")
    text = anna.get(SUMMARY).content.decode()
    assert "Es fehlt noch etwas" in text
    assert f'href="{BASE}hund/?_zur=summary#f-hundename"' in text
    assert "Antrag absenden" not in text


def test_deleting_asks_once_and_then_nothing_is_left(anna: Person) -> None:
    anna.begin()
    assert "Entwurf löschen?" in anna.get(f"{BASE}entwurf-loeschen/").content.decode()
    assert Draft.objects.count() == 1
    anna.post(f"{BASE}entwurf-loeschen/")
    assert Draft.objects.count() == 0
    assert "angefangenen Antrag" not in anna.get("/").content.decode()


def test_the_example_fills_every_page(anna: Person) -> None:
    anna.fill()
    assert anna.get(BASE).headers["Location"] == SUMMARY
    assert set(pages()) - {"abschluss"} == {"halter", "hund", "gefahr", "steuer", "zahlung", "abholung"}


def test_nothing_that_was_typed_stays_in_a_shared_browsers_cache(anna: Person) -> None:
    anna.fill()
    for path in (BASE, f"{BASE}halter/", SUMMARY):
        assert "no-store" in anna.get(path).headers["Cache-Control"], path
