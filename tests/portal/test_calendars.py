"""Calendars by a secret address: one's own visits, a counter's bookings, and the opening hours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from rathaus.accounts.service import Account, Organisation, StaffMember, choose_persona
from rathaus.appointments.feeds import feed_link
from rathaus.appointments.models import Booking, DeskFeed
from rathaus.appointments.service import cancel_booking, create_feed, revoke_feed
from rathaus.core import clock
from rathaus.postbox.service import Entry
from rathaus.rights.service import *  # noqa: F403
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, at, book
from tests.parties import account_of, browser_of

from .conftest import Person
from .test_appointments import book_online, text

PAGE = "/konto/termine/"
