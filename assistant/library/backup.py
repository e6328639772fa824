"""A backup is one ZIP file: the database as SQLite, the town's own embedding, and what else was written
that cannot be derived. It is taken while everything runs and restored on an empty machine, whichever
database either side uses.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, MetaData, create_engine, func, insert, select, text

from assistant import database
from assistant.errors import BadInput, Conflict, StoreFailed
from assistant.library import forgetting
from assistant.library.files import sync_folder
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.library.library import Library

_FORMAT = 1
_DATABASE = "vorlagen.sqlite3"
_DERIVED = frozenset({"index", "chroma", "chroma.json", "quarantine"})
_AT_ONCE = 2000


def backup(library: "Library", target: Path) -> None:
    """Write the whole stock to `target`, which appears only when it is complete."""
    target = target.resolve()
    if not os.access(target.parent, os.W_OK):
        raise StoreFailed(
            f"In den Ordner {target.parent} lässt sich keine Sicherung schreiben: Er fehlt oder ist schreibgeschützt. "
            "Bitte einen anderen angeben."
        )
    with (
        database.translated(str(target)),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".sicherung-") as folder,
    ):
        copy = Path(folder) / _DATABASE
        _copy_database(library.engine, copy)
        made = Path(folder) / "backup.zip"
        _pack(library.settings.data_dir, copy, made)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(target)
        sync_folder(target.parent)
    forgetting.remember_backup(library, target)


def restore(settings: Settings, file: Path, elsewhere: forgetting.Elsewhere | None = None) -> None:
    """Bring a backup into an empty data directory (and an empty database); what was forgotten since goes again.

    Raises BadInput when the file is no whole backup, Conflict when there are papers already.
    """
    with _opened(file) as (archive, manifest), database.translated(str(settings.data_dir)):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        _refuse_full(settings)
        with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore-") as folder:
            _unpack(archive, manifest, Path(folder))
            _put_database(settings, Path(folder) / _DATABASE)
            for path in sorted(Path(folder).iterdir()):
                shutil.move(path, settings.data_dir / path.name)
        sync_folder(settings.data_dir)
    forgetting.forget_again(settings, file, elsewhere)


def _copy_database(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "sqlite":
        live, copy = sqlite3.connect(str(engine.url.database)), sqlite3.connect(target)
        with contextlib.closing(live), contextlib.closing(copy):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    made = create_engine(f"sqlite:///{target}")
    database.migrate(made)
    copy_rows(engine, made)
    made.dispose()


def copy_rows(source: Engine, target: Engine) -> None:
    """All rows of all tables, from one consistent view, into the same tables elsewhere."""
    tables = MetaData()
    tables.reflect(target)
    with source.connect().execution_options(isolation_level=_snapshot(source)) as reads, target.begin() as writes:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            writes.execute(table.delete())
            rows = reads.execute(select(table)).mappings()
            while batch := rows.fetchmany(_AT_ONCE):
                writes.execute(insert(table), [dict(row) for row in batch])
        if target.dialect.name == "postgresql":
            _continue_numbers(writes, tables)


def _snapshot(engine: Engine) -> str:
    return "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"


def _continue_numbers(connection, tables: MetaData) -> None:
    """PostgreSQL's sequences know nothing of the rows that were copied."""
    for table in tables.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if name:
                highest = connection.execute(select(func.max(column))).scalar() or 0
                connection.execute(select(func.setval(name, highest + 1, False)))


def _pack(data_dir: Path, copy: Path, target: Path) -> None:
    manifest: dict = {"format": _FORMAT, "schema": database.head(), "files": {}}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in [(_DATABASE, copy), *_kept(data_dir)]:
            archive.write(path, name)
            manifest["files"][name] = _hash(path)
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))


def _kept(data_dir: Path) -> Iterator[tuple[str, Path]]:
    """What is not derived: all but indexes, the live database, locks and unfinished files."""
    for path in sorted(data_dir.rglob("*")):
        name = path.relative_to(data_dir)
        hidden = any(part.startswith(".") for part in name.parts)
        left_out = hidden or name.parts[0] in _DERIVED or name.parts[0].startswith(_DATABASE) or path.suffix == ".lock"
        if path.is_file() and not left_out:
            yield name.as_posix(), path


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict]]:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != _FORMAT:
                raise BadInput(f"{file}: Diese Sicherung stammt von einer anderen Fassung des Programms.")
            yield archive, manifest
    except FileNotFoundError as error:
        raise BadInput(f"{file}: Diese Datei gibt es nicht. Bitte den Pfad prüfen.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BadInput(f"{file}: Das ist keine vollständige Sicherung. Bitte eine andere Datei nehmen.") from error


def _unpack(archive: zipfile.ZipFile, manifest: dict, folder: Path) -> None:
    for name, digest in manifest["files"].items():
        path = (folder / name).resolve()
        if folder.resolve() not in path.parents:
            raise BadInput(f"Die Sicherung enthält einen unzulässigen Pfad: {name}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file)
            file.flush()
            os.fsync(file.fileno())
        if _hash(path) != digest:
            raise BadInput(f"Die Sicherung ist beschädigt ({name}). Bitte eine andere nehmen.")


def _refuse_full(settings: Settings) -> None:
    full = Conflict(
        f"Der Datenordner {settings.data_dir} ist nicht leer. "
        "Bitte einen leeren Ordner angeben (VORLAGEN_DATA_DIR) und den Befehl wiederholen."
    )
    if not settings.database_url and (settings.data_dir / _DATABASE).exists():
        raise full
    if settings.database_url:
        engine = database.engine(settings)
        if database.revision(engine) is not None:
            with engine.connect() as connection:
                if connection.execute(text("SELECT COUNT(*) FROM papers")).scalar():
                    raise full
        engine.dispose()


def _put_database(settings: Settings, copy: Path) -> None:
    """Into PostgreSQL row by row; an SQLite file is simply moved with the other files."""
    if settings.database_url:
        old = create_engine(f"sqlite:///{copy}")
        database.migrate(old)
        engine = database.engine(settings)
        database.migrate(engine)
        copy_rows(old, engine)
        old.dispose()
        engine.dispose()
        copy.unlink()
