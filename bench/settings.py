"""The real settings, with one more address (the bare view) and a count of queries on each answer."""

from rathaus.config.settings import *  # noqa: F403 -- that is how Django settings are extended
from rathaus.config.settings import MIDDLEWARE as _MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.yardstick.CountQueriesMiddleware", *_MIDDLEWARE]
