"""The one truth: an SQL database, SQLite in the data directory or PostgreSQL by URL.

SQLite runs in WAL mode with `synchronous=FULL`: what a command has acknowledged survives a kill and a
power cut. A transaction that writes begins as such (`BEGIN IMMEDIATE`, on PostgreSQL by a lock of its own), so two
writers wait for each other instead of failing half-way: what one has looked up still holds when it writes.
"""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from assistant.errors import StoreFailed, VorlagenError, WrongUsage
from assistant.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
_PATIENCE_MS = 60_000
_MIGRATION_LOCK, _WRITING_LOCK = 7_301_977, 7_301_978


class Base(DeclarativeBase):
    """The tables of all stages hang on this; constraints have names, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def engine(settings: Settings) -> Engine:
    """The engine for these settings; makes the data directory, touches no table."""
    with translated(settings.database):
        settings.data_dir.mkdir(parents=True, exist_ok=True)  # with a server too: indexes and files lie there
        made = _create(settings.database)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_sqlite)
    return made


def _create(url: str) -> Engine:
    try:
        if url.startswith("sqlite"):
            return create_engine(url, connect_args={"timeout": _PATIENCE_MS / 1000})
        return create_engine(url, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as error:
        raise WrongUsage(
            "VORLAGEN_DATABASE_URL ist keine brauchbare Adresse einer Datenbank. Erwartet wird "
            "postgresql+psycopg://… (mit dem Zusatz „postgres“ installiert) oder nichts."
        ) from error


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in (
        f"busy_timeout={_PATIENCE_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A transaction that may write; committed at the end, rolled back on any error."""
    made = Session(engine.execution_options(writing=True))
    with translated(engine.url.database or ""), made as session, session.begin():
        if engine.dialect.name == "postgresql":
            _wait_for_writers(session)
        yield session


def _wait_for_writers(session: Session) -> None:
    session.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITING_LOCK})


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One consistent view of the database, never waiting for a writer."""
    with translated(engine.url.database or ""), Session(engine) as session:
        yield session


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest schema; does nothing, and costs next to nothing, when they are there.

    Raises StoreFailed when the database is newer than this program.
    """
    with translated(engine.url.database or ""):
        now = revision(engine)
        if now == head():
            return
        if now is not None and now not in _revisions():
            raise StoreFailed(
                f"Die Datenbank {engine.url.database} stammt von einer neueren Fassung des Programms (Stand {now}). "
                "Bitte das Programm aktualisieren."
            )
        _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    from alembic import command  # half a second; needed only when there is something to do
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writing=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def compact(engine: Engine) -> None:
    """Write the database anew without its free pages, and empty the WAL, so that what was deleted is gone."""
    with translated(engine.url.database or ""):
        (_compact_sqlite if engine.dialect.name == "sqlite" else _compact_server)(engine)


def _compact_sqlite(engine: Engine) -> None:
    connection = sqlite3.connect(str(engine.url.database), timeout=_PATIENCE_MS / 1000, isolation_level=None)
    with contextlib.closing(connection):
        for command in ("wal_checkpoint(TRUNCATE)", "secure_delete=ON"):
            connection.execute(f"PRAGMA {command}").fetchall()
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _compact_server(engine: Engine) -> None:
    """The tables' files are written anew; how long the server keeps its own log is for its administrator to say."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in inspect(connection).get_table_names():
            connection.execute(text(f'VACUUM FULL "{table}"'))
        with contextlib.suppress(DBAPIError):  # only some roles may
            connection.execute(text("CHECKPOINT"))


def revision(engine: Engine) -> str | None:
    """The schema that the database has; None when it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def head() -> str:
    """The newest schema this program knows."""
    return _revisions()[-1]


def _revisions() -> list[str]:
    """Revisions are named by the number their file begins with, so that knowing them needs no Alembic."""
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return sorted(file.name.split("_", 1)[0] for file in files)


_MENDS = (
    ("full", "Der Datenträger ist voll. Bitte Platz schaffen und den Befehl wiederholen; es ist nichts verloren."),
    ("readonly|read-only", "Sie ist schreibgeschützt. Bitte die Rechte des Ordners prüfen."),
    ("unable to open", "Sie lässt sich nicht öffnen. Bitte Pfad und Rechte des Datenordners prüfen."),
    (
        "malformed|not a database",
        "Die Datei ist beschädigt. Bitte eine Sicherung zurückspielen („vorlagen restore“).",
    ),
    ("disk i/o", "Der Datenträger meldet einen Lese- oder Schreibfehler. Bitte den Datenträger prüfen."),
    ("locked|busy|lock timeout", "Ein anderer Vorgang schreibt gerade sehr lange. Bitte später noch einmal versuchen."),
    (
        r"\[errno (?:2|17|20)\]",
        "Der Datenordner lässt sich dort nicht anlegen. Bitte den Pfad in VORLAGEN_DATA_DIR prüfen.",
    ),
    ("connection|could not translate|refused", "Der Datenbankserver antwortet nicht. Bitte prüfen, ob er läuft."),
)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Errors of the database and of its disk as StoreFailed, one sentence with the mend."""
    try:
        yield
    except VorlagenError:
        raise
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise StoreFailed(f"Datenbank {re.sub('//[^@/]*@', '//', place)}: {_mend(error)}") from error


def _mend(error: DBAPIError | sqlite3.Error | OSError) -> str:
    cause = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    plain = "full" if isinstance(error, OSError) and error.errno in (28, 122) else cause.lower()
    mend = next((mend for words, mend in _MENDS if re.search(words, plain)), None)
    return mend or f"{cause.splitlines()[0] if cause else type(error).__name__}."
