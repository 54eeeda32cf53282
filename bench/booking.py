"""One booking after the other through HTTP, each with its hold, its e-mail and its reminder."""

import json
import re
from dataclasses import replace
from datetime import datetime

from tests.appointments.crowd import TIMES, Crowd, choice, start_of_round
from tests.appointments.hall import HALL, PLACES
from tests.live import Installation

from bench.client import Answer, Client

_FIRST_ROUND = 200  # others in the bench use earlier times


class Booking:
    """`seconds` of an answer are those of both requests."""

    def __init__(self, installation: Installation) -> None:
        self.crowd = Crowd(installation)
        self.crowd.prepare()
        self.pages, self.api = (Client(installation.port, "tangerhuette.localhost") for _ in range(2))
        self.made = 0

    def by_pages(self) -> Answer:
        self.pages.cookies = dict(self.crowd.cookies)
        number, start = self._next()
        token = {"csrfmiddlewaretoken": self.crowd.token}
        held = self.pages.keep(self.pages.post(TIMES, {**token, "wann": choice(start)}))
        who = {"name": "Anna", "email": f"p{number}@example.org"}
        booked = self.pages.post("/termine/reservierung/", {**token, **who})
        if not re.fullmatch(r"/termine/buchung/[^/]+/", booked.headers.get("location", "")):
            raise RuntimeError(f"not booked: {held.status}, {booked.status}")
        return replace(booked, seconds=held.seconds + booked.seconds)

    def at_once(self) -> Answer:
        """By the API, held and booked in one request."""
        number, start = self._next()
        time = {"offerings": [HALL], "office": HALL, "start": start.isoformat()}
        return self.api.post_json(
            "/api/v1/bookings", {"time": time, "name": "Anna", "email": f"o{number}@example.org"}
        )

    def by_api(self) -> Answer:
        number, start = self._next()
        wanted = {"offerings": [HALL], "office": HALL, "start": start.isoformat()}
        held = self.api.post_json("/api/v1/holds", wanted)
        hold = json.loads(held.body)
        who = {"hold": hold["id"], "name": "Anna", "email": f"a{number}@example.org"}
        booked = self.api.post_json("/api/v1/bookings", who, authorization=f"Bearer {hold['token']}")
        return replace(booked, seconds=held.seconds + booked.seconds)

    def _next(self) -> tuple[int, datetime]:
        self.made += 1
        return self.made, start_of_round(_FIRST_ROUND + self.made // PLACES)
