"""The database: schema, transactions, and what is said when the disk fails."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import MetaData, text

from assistant import database
from assistant.errors import StoreFailed
from assistant.library import Library, tables
from assistant.settings import Settings
from tests.library.fakes import HashingEmbedder


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(library: Library) -> None:
    made = MetaData()
    made.reflect(library.engine)
    for table in (value.__table__ for value in vars(tables).values() if hasattr(value, "__table__")):
        columns = {column.name: (column.nullable, str(column.type)) for column in table.columns}
        there = {column.name: (column.nullable, str(column.type)) for column in made.tables[table.name].columns}
        assert columns == there, table.name
        assert {key.name for key in table.primary_key} == {key.name for key in made.tables[table.name].primary_key}


def test_migrating_again_changes_nothing(library: Library) -> None:
    database.migrate(library.engine)
    assert database.revision(library.engine) == database.head()


def test_two_processes_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom assistant.library import Library\nfrom assistant.settings import Settings\n"
        "Library.open(Settings(data_dir=sys.argv[1])).close()"
    )
    arguments = [sys.executable, "-c", program, str(tmp_path / "data")]
    running = [subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in running] == [""] * 3
    assert [process.returncode for process in running] == [0] * 3


def test_a_newer_database_is_not_touched(library: Library) -> None:
    with library.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFailed, match="neueren Fassung"):
        Library.open(library.settings)


@pytest.mark.parametrize("first", ["0001", "0002"])
def test_every_earlier_schema_is_brought_up_to_date(tmp_path: Path, first: str) -> None:
    """The fixture is what that revision's program had written."""
    data = tmp_path / "data"
    data.mkdir()
    script = (Path(__file__).parent / "schemas" / f"{first}.sql").read_text(encoding="utf-8")
    with sqlite3.connect(data / "vorlagen.sqlite3") as old:
        old.executescript(script)
    old.close()
    with Library.open(Settings(data_dir=data), HashingEmbedder(8)) as library:
        assert database.revision(library.engine) == database.head()
        library.repair()
        assert library.check().ok
        paper = library.paper("2019/1010")
        assert paper is not None
        assert paper.exchanges[0].answer == "Es gibt fünf Radwege."


def test_writers_wait_for_each_other(library: Library) -> None:
    def raise_it() -> None:
        for _ in range(20):
            with library.session() as session:
                value = session.execute(text("SELECT value FROM state WHERE name = 'seq'")).scalar()
                session.execute(text("UPDATE state SET value = :v WHERE name = 'seq'"), {"v": str(int(value or 0) + 1)})

    threads = [threading.Thread(target=raise_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with library.reading() as session:
        assert session.execute(text("SELECT value FROM state WHERE name = 'seq'")).scalar() == "80"


def test_a_reader_does_not_wait_for_a_writer(library: Library) -> None:
    with library.session() as writer:
        writer.execute(text("UPDATE state SET value = '7' WHERE name = 'seq'"))
        with library.reading() as reader:
            assert reader.execute(text("SELECT value FROM state WHERE name = 'seq'")).scalar() == "0"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"Das ist keine Datenbank. " * 300, "beschädigt"), (b"SQLite format 3\0" + b"\xff" * 9000, "beschädigt")],
)
def test_a_spoilt_database_is_named_with_its_mend(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "vorlagen.sqlite3").write_bytes(content)
    with pytest.raises(StoreFailed) as error:
        Library.open(Settings(data_dir=tmp_path))
    assert said in str(error.value)
    assert str(tmp_path) in str(error.value)
    assert "restore" in str(error.value)


FULL = """
import resource, sys
from tests.library.fakes import HashingEmbedder, SimpleReader
from assistant.errors import StoreFailed
from assistant.library import Library, ingest
from assistant.settings import Settings
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Library.open(Settings(data_dir=sys.argv[1]), HashingEmbedder()) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
    try:
        ingest(library, [sys.argv[2]], reader=SimpleReader())
    except StoreFailed as error:
        print(error)
        sys.exit(1)
"""


def test_a_full_disk_ends_in_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"Vorlage: 2020/{number:04d}\n\n" + f"Wort{number} " * 3000)
    arguments = [sys.executable, "-c", FULL, str(tmp_path / "data"), str(folder), str(400_000)]
    done = subprocess.run(arguments, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "voll" in done.stdout or "Schreibfehler" in done.stdout
    from assistant.library import ingest
    from tests.library.fakes import SimpleReader

    with Library.open(Settings(data_dir=tmp_path / "data"), HashingEmbedder()) as library:
        assert library.check().ok
        ingest(library, [str(folder)], reader=SimpleReader())
        assert library.counts()["papers"] == 40
        assert library.check().ok


def test_secrets_of_a_database_address_are_not_told() -> None:
    settings = Settings(database_url="postgresql+psycopg://stadt:geheim@127.0.0.1:1/vorlagen")
    with pytest.raises(StoreFailed) as error:
        Library.open(settings)
    assert "geheim" not in str(error.value)
    assert "antwortet nicht" in str(error.value)


def test_a_data_directory_that_cannot_be_made_is_said_in_german(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    with pytest.raises(StoreFailed) as error, Library.open(Settings(data_dir=tmp_path / "datei" / "daten")):
        pass
    assert "VORLAGEN_DATA_DIR" in str(error.value)
    assert "Errno" not in str(error.value)
