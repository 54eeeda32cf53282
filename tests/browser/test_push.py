"""Push messages in a real Firefox: subscribed on the page, sent by the worker, decrypted and shown by the browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.live import Installation
from tests.push_service import PushService

from .conftest import PHONE, SMALL_PHONE
from .firefox import Firefox, firefox, running
from .test_channel import link_in, mail_with, subscribe
from .test_clerk import fill_desk, sign_in

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
POOL_HERE = "/abo/?thema=freibad&ort=Tangerhütte"
NOTIFY = "Hier benachrichtigen"
NOW_KNOWN = "Dieses Gerät bekommt jetzt Meldungen."
KNOWN = "Dieses Gerät bekommt schon Meldungen."
SHOWN = """return (async () => {
  const worker = await navigator.serviceWorker.getRegistration("/abo/");
  return (await worker.getNotifications()).map((one) => [one.title, one.body]);
})()"""


@pytest.fixture(scope="module")
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install(RATHAUS_PUSH_INSIDE="1")
    fill_desk(installation, cases=1)
    return installation


def forget_all(town_hall: Installation) -> None:
    town_hall.query("delete from channel_subscription returning 1")
    town_hall.query("delete from channel_subscriber returning 1")


@pytest.fixture(autouse=True)
def _nobody(town_hall: Installation) -> Iterator[None]:
    yield
    forget_all(town_hall)


@pytest.fixture
def open_firefox(push_service: PushService, tmp_path: Path) -> Callable[..., Any]:
    """Starts a Firefox that hangs on our push service; `allows`: what it says when a page asks to notify."""
    program = firefox()
    if not program:
        pytest.skip("no Firefox on this machine; on Debian: apt install firefox-esr")

    def open_one(*, allows: bool = True) -> Any:
        settings = {
            "dom.push.serverURL": f"ws://{push_service.host}/",
            "permissions.default.desktop-notification": 1 if allows else 2,
        }
        return running(program, tmp_path / "profile", settings)

    return open_one


def subscribe_device(phone: Firefox, town_hall: Installation) -> None:
    phone.goto(town_hall.url() + POOL_HERE)
    phone.press(NOTIFY)
    phone.wait_for(NOW_KNOWN)


def wake_at_night(phone: Firefox) -> None:
    """So that the journey is the same at any time of the day."""
    phone.press("Nachts nicht stören (22 bis 6 Uhr). Ernste Warnungen kommen trotzdem.")
    phone.press("Auswahl speichern")
    phone.wait_for("Ihre Auswahl ist gespeichert.")


def set_pool(clara: Page, town_hall: Installation, button: str) -> None:
    """Two taps."""
    clara.goto(f"{town_hall.url()}/amt/meldungen/einrichtungen/")
    clara.get_by_role("link", name="Freibad Tangerhütte").click()
    clara.get_by_role("button", name=button).click()
    expect(clara.get_by_text("Freibad Tangerhütte: jetzt")).to_be_visible()


def all_told(town_hall: Installation) -> bool:
    """Every publication has gone to whoever wants it, and nothing waits."""
    spread = town_hall.query("select count(*) from channel_dispatch where spread_at is null")
    waiting = town_hall.query("select count(*) from channel_delivery where state = 'queued'")
    return (spread, waiting) == ([(0,)], [(0,)])


def shown(phone: Firefox) -> list[list[str]]:
    return list(phone.run(SHOWN))


def test_the_pool_of_one_village_closes_and_mailbox_and_phone_know(
    town_hall: Installation,
    push_service: PushService,
    open_context: Open,
    check_page: Check,
    open_firefox: Callable[..., Any],
) -> None:
    anna = open_context(viewport=SMALL_PHONE).new_page()
    subscribe(anna, check_page, town_hall)
    clara = open_context(viewport=PHONE).new_page()
    sign_in(clara, town_hall.url(), cast.CLARA)
    with open_firefox() as phone:
        subscribe_device(phone, town_hall)
        wake_at_night(phone)

        set_pool(clara, town_hall, "Heute geschlossen")
        mail = mail_with(town_hall, "heute geschlossen")
        ((title, body),) = town_hall.wait_for(lambda: shown(phone), "the notification")
        assert title == "Freibad Tangerhütte: heute geschlossen"
        assert body.startswith("Tangerhütte\n")
        ((headers, sealed),) = push_service.got
        assert (headers["Content-Encoding"], b"Freibad" in sealed) == ("aes128gcm", False)
        assert [ack["code"] for ack in push_service.acks] == [100]  # Firefox could read it

        (channel,) = push_service.channels.keys() - push_service.gone
        assert push_service.take(channel, headers, sealed) == 201  # the same once more
        town_hall.wait_for(lambda: len(push_service.acks) == 2, "the browser to read the copy")
        assert shown(phone) == [[title, body]]
        del push_service.got[1:]

        phone.press_notification()
        opened = town_hall.wait_for(phone.other_tabs, "the page that the notification leads to")
        assert re.fullmatch(rf"{town_hall.url()}/meldungen/[0-9a-f-]+/", opened[0])
        anna.goto(opened[0])
        expect(anna.get_by_role("heading", name="Freibad Tangerhütte: heute geschlossen")).to_be_visible()
        at_home = anna.get_by_role("link", name="Freibad Tangerhütte: heute geschlossen")
        # Pages ask every two seconds what holds.
        town_hall.wait_for(lambda: anna.goto(town_hall.url()) and at_home.is_visible(), "the status on the home page")

        calendar = Calendar.from_ical(town_hall.client().get("/meldungen/kalender.ics?thema=freibad").content)
        assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == [title]

        anna.goto(link_in(mail, r"/abo/\S+/abmelden/"))
        anna.get_by_role("button", name="Alles abbestellen").click()
        phone.press("Auf diesem Gerät abbestellen")
        phone.press("Alles abbestellen")
        phone.wait_for("Dieses Gerät bekommt keine Meldungen mehr.")
        town_hall.wait_for(lambda: push_service.gone, "the browser to leave its push service")
        assert town_hall.query("select count(*) from channel_subscriber") == [(0,)]

        sent = len(town_hall.mails())
        set_pool(clara, town_hall, "Wieder offen")
        town_hall.wait_for(lambda: all_told(town_hall), "the news to be told")
        assert (len(town_hall.mails()), len(push_service.got), shown(phone)) == (sent, 1, [])


def test_a_copy_rings_no_second_time_and_a_correction_does(town_hall: Installation, open_context: Open) -> None:
    worker = town_hall.client().get("/abo/push.js").text
    rings = """async (worker) => {
      const heard = {}, shown = [];
      const registration = {
        getNotifications: async ({ tag }) => shown.filter((one) => one.tag === tag),
        showNotification: async (title, told) => { shown.push(told); },
      };
      new Function("self", worker)({ registration, addEventListener: (name, act) => { heard[name] = act; } });
      for (const [tag, id] of [["storm", "1"], ["storm", "1"], ["storm", "2"], ["flood", "3"]]) {
        const data = { json: () => ({ title: "x", tag, id, url: "/" }) };
        await new Promise((done) => heard.push({ data, waitUntil: (work) => work.then(done) }));
      }
      return shown.map((one) => one.renotify);
    }"""
    assert open_context().new_page().evaluate(rings, worker) == [True, False, True, True]


def test_a_device_that_left_by_itself_is_forgotten_at_the_first_message(
    town_hall: Installation, push_service: PushService, open_context: Open, open_firefox: Callable[..., Any]
) -> None:
    clara = open_context(viewport=PHONE).new_page()
    sign_in(clara, town_hall.url(), cast.CLARA)
    with open_firefox() as phone:
        subscribe_device(phone, town_hall)
        wake_at_night(phone)
        phone.run("return navigator.serviceWorker.getRegistration('/abo/').then((worker) => worker.unregister())")
        town_hall.wait_for(lambda: push_service.gone >= push_service.channels.keys(), "the browser to leave")
        set_pool(clara, town_hall, "Heute eingeschränkt")
        town_hall.wait_for(
            lambda: town_hall.query("select count(*) from channel_subscriber") == [(0,)],
            "the dead device to be removed",
        )
        assert town_hall.query("select state, code from channel_delivery order by done_at desc limit 1") == [
            ("failed", 410)
        ]


def test_a_device_whose_push_service_lost_it_moves_with_what_it_chose(
    town_hall: Installation, push_service: PushService, open_context: Open, open_firefox: Callable[..., Any]
) -> None:
    clara = open_context(viewport=PHONE).new_page()
    sign_in(clara, town_hall.url(), cast.CLARA)
    endpoint = "select address from channel_subscriber"
    with open_firefox() as phone:
        subscribe_device(phone, town_hall)
        wake_at_night(phone)
        before = town_hall.query(endpoint)
        push_service.lose()
        town_hall.wait_for(lambda: town_hall.query(endpoint) != before, "the device to move")
        set_pool(clara, town_hall, "Heute geschlossen")
        ((title, _),) = town_hall.wait_for(lambda: shown(phone), "the notification")
        assert title == "Freibad Tangerhütte: heute geschlossen"


def test_a_device_knows_that_it_is_subscribed_here_and_what_is_chosen_again_comes_on_top(
    town_hall: Installation, open_firefox: Callable[..., Any]
) -> None:
    with open_firefox() as phone:
        subscribe_device(phone, town_hall)
        phone.goto(town_hall.url("thale") + POOL_HERE)
        phone.wait_for(NOTIFY)
        assert KNOWN not in phone.text()
        phone.goto(f"{town_hall.url()}/abo/?thema=stellen")
        phone.wait_for(KNOWN)
        assert "Ohne E-Mail-Adresse:" not in phone.text()
        phone.press(NOTIFY)
        phone.wait_for(NOW_KNOWN)
        chosen = (
            "return [...document.querySelectorAll('[name=thema]:checked, [name=ort]:checked')].map((e) => e.value)"
        )
        assert sorted(phone.run(chosen)) == ["Tangerhütte", "freibad", "stellen"]

        forget_all(town_hall)
        phone.goto(f"{town_hall.url()}/abo/")
        left = "return navigator.serviceWorker.getRegistration('/abo/').then((w) => w.pushManager.getSubscription())"
        town_hall.wait_for(lambda: phone.run(left) is None, "the browser to forget what the town hall forgot")
        assert KNOWN not in phone.text()


def test_a_device_that_subscribed_for_another_key_of_the_town_hall_can_again(
    town_hall: Installation, open_firefox: Callable[..., Any]
) -> None:
    other = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    old = """return (async (key) => {
      const worker = await navigator.serviceWorker.register("/abo/push.js", { scope: "/abo/" });
      while (!worker.active) await new Promise((done) => setTimeout(done, 20));
      return (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })).endpoint;
    })(arguments[0])"""
    with open_firefox() as phone:
        phone.goto(town_hall.url() + POOL_HERE)
        endpoint = phone.run(old, other)
        phone.press(NOTIFY)
        phone.wait_for(NOW_KNOWN)
        assert town_hall.query("select address = %s from channel_subscriber", endpoint) == [(False,)]


def test_every_kind_of_browser_finds_what_it_can_do(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    def visit(script: str) -> Page:
        page = open_context(viewport=SMALL_PHONE).new_page()
        page.add_init_script(script)
        page.goto(town_hall.url() + POOL_HERE)
        return page

    old = visit("delete window.PushManager")
    expect(old.get_by_text("Dieser Browser kann keine Meldungen anzeigen.")).to_be_visible()
    expect(old.get_by_role("button", name=NOTIFY)).to_be_hidden()
    check_page(old)

    new = visit("")
    expect(new.get_by_text("Ohne E-Mail-Adresse:")).to_be_visible()
    expect(new.get_by_text(KNOWN)).to_be_hidden()
    check_page(new)

    unsure = visit("Notification.requestPermission = async () => 'default'")
    unsure.get_by_role("button", name=NOTIFY).click()
    expect(unsure.get_by_text("Sie haben noch nicht zugestimmt.")).to_be_visible()
    check_page(unsure)

    without = open_context(viewport=SMALL_PHONE, java_script_enabled=False).new_page()
    without.goto(town_hall.url() + POOL_HERE)
    expect(without.get_by_role("heading", name="Oder auf diesem Gerät")).to_be_hidden()
    expect(without.get_by_role("button", name="Abonnieren")).to_be_visible()


def test_a_browser_that_says_no_leads_to_the_email(town_hall: Installation, open_firefox: Callable[..., Any]) -> None:
    with open_firefox(allows=False) as phone:
        phone.goto(f"{town_hall.url()}/abo/")
        phone.press(NOTIFY)
        assert "Wählen Sie oben mindestens ein Thema." in phone.text()
        phone.press("Freibad")
        phone.press(NOTIFY)
        phone.wait_for("Ihr Browser erlaubt es nicht. Nehmen Sie die E-Mail")
        assert town_hall.query("select count(*) from channel_subscriber") == [(0,)]
