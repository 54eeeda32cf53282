"""Dogs, meters and children that people keep: put into forms, renamed, forgotten; whatever the form calls a thing."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rathaus.accounts.service import Account, Mandate, Organisation, remember_thing, rename_thing, things_of
from rathaus.applying.service import thing_kinds
from rathaus.cases.service import Draft
from rathaus.catalogue.service import forget_shelves, publish_definitions
from rathaus.formengine.service import load_catalogue
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA
from tests.parties import account_of, act_for

from .sending import BASE, begin

BELLO = {"hundename": "Bello", "rasse": "Mischling", "geschlecht": "maennlich", "geboren": "2022-05-01"}


@pytest.fixture(autouse=True)
def _published(town: Municipality) -> None:
    forget_shelves()
    publish_definitions(town)


@pytest.fixture
def anna(town: Municipality) -> Account:
    return account_of(ANNA)


def keep(holder: object, kind: str, label: str, data: dict[str, Any]) -> str:
    thing = remember_thing(holder, kind=kind, label=label, data=data)  # type: ignore[arg-type]
    assert thing is not None
    return str(thing.pk)


def test_every_form_names_kinds_that_have_a_name() -> None:
    named = {
        (service.key, thing.kind)
        for service in load_catalogue(settings.DEFINITIONS).services.values()
        if service.form is not None
        for thing in service.form.things
    }
    assert {kind for _, kind in named} == set(thing_kinds("de")) == set(thing_kinds("en"))
    assert ("hund-abmelden", "dog") in named


def test_a_kept_dog_is_put_into_the_form_by_a_button_of_the_page(anna_browser: Client, anna: Account) -> None:
    key = keep(anna.pk, "dog", "Bello", BELLO)
    anna_browser.post(BASE)
    page = anna_browser.get(f"{BASE}hund/").content.decode()
    assert f'name="_thing" value="0.{key}"' in page
    answer = anna_browser.post(f"{BASE}hund/", {"farbe": "braun", "rasse": "Pudel", "_thing": f"0.{key}"})
    assert answer.headers["Location"] == f"{BASE}hund/"
    answers = Draft.objects.get().answers
    assert {name: answers[name] for name in (*BELLO, "farbe")} == {**BELLO, "farbe": "braun"}


def test_the_page_of_the_owner_offers_no_dog(anna_browser: Client, anna: Account) -> None:
    keep(anna.pk, "dog", "Bello", BELLO)
    keep(anna.pk, "meter", "4711", {"nummer": "4711"})
    anna_browser.post(BASE)
    assert "_thing" not in anna_browser.get(f"{BASE}halter/").content.decode()
    assert "4711" not in anna_browser.get(f"{BASE}hund/").content.decode()


def test_a_meter_goes_into_the_first_row_that_is_free(anna_browser: Client, anna: Account) -> None:
    keys = [keep(anna.pk, "meter", number, {"nummer": number, "art": "haus"}) for number in ("11", "22")]
    base = "/leistungen/wasserzaehlerstand/antrag/"
    anna_browser.post(base)
    for key in keys:
        anna_browser.post(f"{base}ablesung/", {"_thing": f"0.{key}"})
    rows = [{"nummer": "11", "art": "haus"}, {"nummer": "22", "art": "haus"}]
    assert [{k: v for k, v in row.items() if v} for row in Draft.objects.get().answers["zaehler"]] == rows


def test_a_child_goes_into_its_group(anna_browser: Client, anna: Account) -> None:
    child = {"vorname": "Mia", "nachname": "Beispiel", "geburtsdatum": "2023-02-01"}
    key = keep(anna.pk, "child", "Mia Beispiel", child)
    base = "/leistungen/kita-platz-anmelden/antrag/"
    anna_browser.post(base)
    anna_browser.post(f"{base}kind/", {"geboren": "ja", "_thing": f"0.{key}"})
    assert Draft.objects.get().answers["kind"] == child


@pytest.mark.parametrize("wanted", ["0.{bilals}", "7.{own}", "x", "", "0.", "-1.{own}", "²."])
def test_a_button_that_isnt_on_the_page_puts_in_nothing(
    anna_browser: Client, anna: Account, bilal_browser: Client, wanted: str
) -> None:
    bilal = Account.objects.get(name="Bilal Muster")
    bilals, own = keep(bilal.pk, "dog", "Rex", {"hundename": "Rex"}), keep(anna.pk, "dog", "Bello", BELLO)
    anna_browser.post(BASE)
    anna_browser.post(f"{BASE}hund/", {"hundename": "Hasso", "_thing": wanted.format(bilals=bilals, own=own)})
    assert Draft.objects.get().answers["hundename"] == "Hasso"


def test_without_an_account_a_thing_is_nothing(portal: Client, anna: Account) -> None:
    key = keep(anna.pk, "dog", "Bello", BELLO)
    portal.post(BASE)
    portal.post(f"{BASE}hund/", {"_thing": f"0.{key}"})
    assert "Bello" not in str(Draft.objects.get().answers)


def test_things_are_listed_renamed_and_forgotten_by_their_holder_only(
    anna_browser: Client, anna: Account, bilal_browser: Client
) -> None:
    key = keep(anna.pk, "dog", "Bello", BELLO)
    path = f"/konto/dinge/{key}/"
    assert "Bello" in anna_browser.get("/konto/dinge/").content.decode()
    assert "Bello" not in bilal_browser.get("/konto/dinge/").content.decode()
    for below in ("", "loeschen/"):
        assert bilal_browser.post(path + below, {"name": "Meiner"}).status_code == 404
    anna_browser.post(path, {"name": "Bello der Große"})
    assert [thing.label for thing in things_of(anna.pk)] == ["Bello der Große"]
    anna_browser.post(f"{path}loeschen/")
    assert things_of(anna.pk) == []


def test_two_things_of_a_kind_have_two_names(anna_browser: Client, anna: Account) -> None:
    keep(anna.pk, "dog", "Bello", BELLO)
    key = keep(anna.pk, "dog", "Rex", {})
    answer = anna_browser.post(f"/konto/dinge/{key}/", {"name": "Bello"})
    assert (answer.status_code, "So heißt schon etwas anderes." in answer.content.decode()) == (422, True)
    thing = next(one for one in things_of(anna.pk) if one.label == "Rex")
    assert rename_thing(thing, "Bello") is False


def test_what_was_known_of_a_thing_stays_when_more_is_learnt(anna: Account) -> None:
    keep(anna.pk, "dog", "Bello", BELLO)
    keep(anna.pk, "dog", "Bello", {"steuermarke": "77"})
    assert [thing.data for thing in things_of(anna.pk)] == [{**BELLO, "steuermarke": "77"}]


def test_the_associations_things_are_its_own(vera_browser: Client, vera: Account, verein: Organisation) -> None:
    keep(verein.pk, "meter", "4711", {"nummer": "4711"})
    assert "4711" not in vera_browser.get("/konto/dinge/").content.decode()
    act_for(vera_browser, verein)
    assert "4711" in vera_browser.get("/konto/dinge/").content.decode()


def test_an_agent_who_may_only_apply_sees_no_things(vera_browser: Client, vera: Account, anna: Account) -> None:
    key = keep(anna.pk, "dog", "Bello", BELLO)
    Mandate.objects.create(principal=anna, agent=vera, may_apply=True)
    act_for(vera_browser, anna)
    begin(vera_browser)
    assert "_thing" not in vera_browser.get(f"{BASE}hund/").content.decode()
    assert vera_browser.get(f"/konto/dinge/{key}/").status_code == 404
