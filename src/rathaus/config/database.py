"""Where the database is and as whom we speak to it.

Two roles: the owner migrates and seals; the serving role (`rathaus_app`) handles requests and jobs under row-level
security. With one DATABASE_URL both log in the same way, and serving connections take the serving role at
connection start (`-c role=`), which a RESET ROLE cannot leave.
"""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from . import env

SERVING_ROLE = env.text("RATHAUS_DB_ROLE", "rathaus_app")
OWNER_ROLE = "rathaus_owner"
DATABASE_NAME = "rathaus"


def socket_url(socket_dir: Path, user: str, database: str = DATABASE_NAME) -> str:
    return f"postgresql://{user}@/{database}?host={quote(str(socket_dir), safe='')}"


def serving_url(default_socket: Path) -> str:
    return env.text("DATABASE_URL") or socket_url(default_socket, SERVING_ROLE)


def owner_url(default_socket: Path) -> str:
    return env.text("DATABASE_OWNER_URL") or env.text("DATABASE_URL") or socket_url(default_socket, OWNER_ROLE)


def django_database(url: str, *, role: str | None, pool: bool) -> dict[str, Any]:
    """The Django setting for a libpq URL. `role` is taken at connection start; `pool` keeps connections open."""
    try:
        params: dict[str, Any] = dict(conninfo_to_dict(url))
    except ProgrammingError:
        env.refuse("DATABASE_URL", "is not a PostgreSQL address (postgresql://user:password@host/name).")
    options: dict[str, Any] = {
        key: value
        for key, value in params.items()
        if key not in {"dbname", "user", "password", "host", "port"} and value is not None
    }
    options.setdefault("connect_timeout", "5")
    # Statements that come again are planned once per connection; a third off the time of most pages.
    options.update(server_side_binding=True, prepare_threshold=5)
    if role:
        options["options"] = f"{options.get('options', '')} -c role={role}".strip()
    if pool:
        options["pool"] = {"min_size": 2, "max_size": 16, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": params.get("dbname", DATABASE_NAME),
        "USER": params.get("user", ""),
        "PASSWORD": params.get("password", ""),
        "HOST": params.get("host", ""),
        "PORT": params.get("port", ""),
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,  # the tenancy middleware opens the transaction with the scope
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
