"""A PostgreSQL server of our own on the loopback, for as long as the tests run; skipped where there is none."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import database
from assistant.settings import Settings

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
_UNPRIVILEGED = "postgres", "nobody"  # the server refuses to run as root


class Server:
    """Makes databases; each is a copy of a template whose tables are there already."""

    def __init__(self, port: int, folder: Path) -> None:
        self._port = port
        self.folder = folder

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://stadt:geheim@127.0.0.1:{self._port}/{name}"

    def database(self, template: str = "template1") -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def run(self, command: str) -> None:
        import psycopg

        with psycopg.connect(
            f"host=127.0.0.1 port={self._port} user=stadt dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(command.encode())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with _server() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> str:
    """The name of a database that has all tables and nothing in them."""
    name = postgres.database()
    made = database.engine(Settings(database_url=postgres.url(name)))
    database.migrate(made)
    made.dispose()
    return name


@contextmanager
def _server() -> Iterator[Server]:
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed (initdb, postgres)")
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    folder = Path(tempfile.mkdtemp(prefix="vorlagen-postgres-", dir="/tmp"))
    user = _user()
    shutil.chown(folder, user)
    arguments = ["-D", str(folder / "data"), "-A", "trust", "-U", "stadt", "-E", "UTF8", "--no-sync"]
    subprocess.run([binaries / "initdb", *arguments], check=True, capture_output=True, user=user, cwd=folder)
    port = _free_port()
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", str(folder / "data"), *options, "-c", "fsync=off"],
            stdout=log, stderr=log, user=user, cwd=folder,
        )  # fmt: skip
    try:
        _wait(port, process)
        yield Server(port, folder / "data")
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: ends what is still connected
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    candidates = [Path(found).parent] if found else []
    for place in _PLACES:
        candidates += sorted(Path("/").glob(place.lstrip("/")), reverse=True)
    return next((one for one in candidates if (one / "initdb").exists() and (one / "postgres").exists()), None)


def _user() -> str:
    import pwd

    if os.geteuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _UNPRIVILEGED if name in known), "nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen) -> None:
    import time

    import psycopg

    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=stadt dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("the PostgreSQL server does not start")
