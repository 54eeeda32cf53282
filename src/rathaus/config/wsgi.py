"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
application = get_wsgi_application()

from django.urls import reverse  # noqa: E402 -- after the settings

reverse("home")  # reads all addresses: else the first person to ask this process waits a second for that

if "RATHAUS_STREAM" in os.environ:  # set by `serve`: each of its processes has a share of the live pages
    from rathaus.queueing.streaming.starting import start_stream

    start_stream(os.environ["RATHAUS_STREAM"])
