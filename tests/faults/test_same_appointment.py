"""Several send applications at the same moment in which the same appointment was chosen: one gets it.

Everybody's minutes are over, so the time is free until the first is sent. Each row of occupancy takes its time to be
written here, so that all have seen that it is free.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import psycopg

from tests.cluster import CLUSTER
from tests.live import Installation
from tests.walk import Applicant, Form, example, visible_text

SERVICE = "hund-anmelden"
BASE = f"/leistungen/{SERVICE}/antrag/"
SUMMARY = f"{BASE}pruefen-und-absenden/"
RACERS = 3
SLOWLY = """
    create function slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(0.7); return new; end $$;
    create trigger slowly before insert on occupancy_occupied for each row when (new.state = 'booked')
      execute function slowly()
"""
OTHERS_ARE_TAKEN = """
    insert into occupancy_occupied
      (id, municipality_id, resource, starts_at, ends_at, state, owner, created_at)
    select gen_random_uuid(), c.municipality_id, c.id, timestamptz '{start}',
           timestamptz '{start}' + interval '5 minutes', 'blocked', gen_random_uuid(), now()
    from appointments_counter c join appointments_office o on o.id = c.office_id
    join tenancy_municipality m on m.id = c.municipality_id
    where m.key = 'tangerhuette' and o.key = 'rathaus' and c.key in ('schalter-2', 'schalter-3')
"""


@dataclass
class Ready:
    """On the summary page, with a time that was chosen."""

    applicant: Applicant
    dog: str

    def choose(self, value: str) -> None:
        page = self.applicant.client.get(f"{BASE}abholung/")
        fields = {**Form(page.text).values, "_visit": [f"abholtermin {value}"]}
        assert self.applicant.client.post(f"{BASE}abholung/", data=fields).is_redirect

    def send(self) -> httpx.Response:
        page = self.applicant.client.get(SUMMARY)
        return self.applicant.client.post(SUMMARY, data={**Form(page.text).values, "richtigkeit": ["ja"]})


def ready(live: Installation, number: int) -> Ready:
    told = example(SERVICE)["pages"]
    dog = f"Rex der {number}."
    told["halter"] = {**told["halter"], "email": f"halter{number}@beispiel.example"}
    pages = {key: {**page, **({"hundename": dog} if "hundename" in page else {})} for key, page in told.items()}
    made = Ready(Applicant(live.client()), dog)
    made.applicant.fill(SERVICE, pages)
    return made


def run(live: Installation, statement: str) -> None:
    with psycopg.connect(CLUSTER.url("postgres", live.database)) as connection:
        connection.execute(statement)


def first_time(live: Installation) -> str:
    """The next free time at the town hall, which only one counter has left."""
    page = live.client().get("/termine/hundemarke/?ort=rathaus").text
    found = re.search(r'name="wann" value="(rathaus [^"]+)"', page)
    assert found, visible_text(page)
    run(live, OTHERS_ARE_TAKEN.format(start=found[1].split()[1]))
    return found[1]


def all_send(live: Installation) -> tuple[list[Ready], list[httpx.Response]]:
    value, people = first_time(live), [ready(live, number) for number in range(RACERS)]
    for person in people:  # each time the one before is out of time
        person.choose(value)
        run(live, "update occupancy_occupied set expires_at = now() - interval '1 minute' where state = 'held'")
        run(live, "update appointments_hold set expires_at = now() - interval '1 minute'")
    run(live, SLOWLY)
    with ThreadPoolExecutor(RACERS) as pool:
        answers = list(pool.map(Ready.send, people))
    run(live, "drop trigger slowly on occupancy_occupied")
    return people, answers


def test_one_gets_the_time_and_the_others_keep_everything_and_see_the_nearest(
    install: Callable[..., Installation],
) -> None:
    live = install(worker=False)
    people, answers = all_send(live)
    assert sorted(answer.status_code for answer in answers) == [302, *[409] * (RACERS - 1)]
    assert live.query("select count(*) from appointments_booking") == [(1,)]
    assert live.query("select count(*) from cases_case") == [(1,)]
    late = [(person, answer) for person, answer in zip(people, answers, strict=True) if answer.status_code == 409]
    for person, answer in late:
        told = visible_text(answer.text)
        assert "Ihre Angaben sind gespeichert" in told
        assert "Am nächsten daran sind noch frei:" in told
        assert person.dog in answer.text
        near = re.search(r'name="wann" value="(rathaus [^"]+)"', answer.text)
        assert near
        form = {**Form(answer.text).values, "wann": [near[1]]}
        chosen = person.applicant.client.post(f"{BASE}abholung/zeiten/?_zur=summary", data=form)
        assert chosen.headers["Location"] == SUMMARY
        assert person.send().headers["Location"].startswith("/vorgang/")
    assert live.query("select count(*), count(distinct b.case) from appointments_booking b") == [(RACERS, RACERS)]
    dogs = live.query("select answers ->> 'hundename' from cases_submission")
    assert sorted(dog for (dog,) in dogs) == sorted(person.dog for person in people)


def test_control_without_the_constraint_several_get_the_same_time(install: Callable[..., Installation]) -> None:
    live = install(worker=False)
    run(live, "alter table occupancy_occupied drop constraint occupied_once")
    _people, answers = all_send(live)
    assert sorted(answer.status_code for answer in answers) == [302] * RACERS
    assert live.query("select count(distinct counter_id), count(distinct starts_at) from appointments_booking") == [
        (1, 1)
    ]
