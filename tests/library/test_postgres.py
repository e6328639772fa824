"""The library on a real PostgreSQL: what holds for SQLite holds here, and what only a server can do wrong.

The tests of ingest, councils, versions and care run here once more, with `settings` that name the postgres.
"""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import Conflict, StoreFailed
from assistant.library import Library, ingest
from assistant.model import Scope
from assistant.settings import Settings
from tests.library.conftest import TakeIn
from tests.library.fakes import HashingEmbedder, SimpleReader
from tests.library.test_care import *  # noqa: F403 - every test of these modules once more
from tests.library.test_care import traces
from tests.library.test_council import *  # noqa: F403
from tests.library.test_ingest import *  # noqa: F403
from tests.library.test_versions import *  # noqa: F403
from tests.postgres import Server


@pytest.fixture
def settings(postgres: Server, postgres_template: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=postgres.url(postgres.database(postgres_template)))


def test_a_forgotten_paper_leaves_no_trace_and_stays_away(stock: Library, take_in: TakeIn, postgres: Server) -> None:
    """In the files of the tables; the server's log is its own."""
    with stock.reading() as session:
        number = session.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    files = postgres.folder / "base" / str(number)
    postgres.run("CHECKPOINT")
    assert traces(files)
    stock.forget("2020/0003")
    postgres.run("CHECKPOINT")
    assert traces(files) + traces(stock.settings.data_dir) == ""
    take_in(full=True)
    assert stock.paper("2020/0003") is None
    assert stock.check().ok


def other_side(postgres: Server, postgres_template: str, kind: str, folder: Path) -> Settings:
    url = postgres.url(postgres.database(postgres_template)) if kind == "postgres" else ""
    return Settings(data_dir=folder, database_url=url)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_backup_goes_over_to_either_database_and_back(
    stock: Library, postgres: Server, postgres_template: str, tmp_path: Path, kind: str
) -> None:
    stock.backup(tmp_path / "eins.zip")
    there = other_side(postgres, postgres_template, kind, tmp_path / "dort")
    Library.restore(there, tmp_path / "eins.zip")
    ids = stock.paper_ids(public_only=False)
    with Library.open(there, HashingEmbedder()) as moved:
        assert list(moved.papers(ids)) == list(stock.papers(ids))
        assert moved.units_of(ids) == stock.units_of(ids)
        assert moved.check().ok
        moved.remove("2020/0001")
        moved.backup(tmp_path / "zwei.zip")
    back = other_side(postgres, postgres_template, "postgres", tmp_path / "zurück")
    Library.restore(back, tmp_path / "zwei.zip")
    with Library.open(back, HashingEmbedder()) as last:
        assert last.counts()["papers"] == 7
        (tmp_path / "neu").mkdir()
        (tmp_path / "neu" / "n.txt").write_text("Vorlage: 2021/0001\n\nFrage: Neu?\nAntwort: Ja.")
        assert ingest(last, [str(tmp_path / "neu")], reader=SimpleReader()).papers == 1
        assert last.check().ok
    with pytest.raises(Conflict, match="nicht leer"):
        Library.restore(Settings(data_dir=tmp_path / "nochmal", database_url=back.database_url), tmp_path / "eins.zip")


def test_writers_wait_for_each_other_and_lose_nothing(library: Library, tmp_path: Path) -> None:
    for writer in range(4):
        (tmp_path / str(writer)).mkdir()
        for number in range(8):
            text_of = f"Vorlage: 20{writer}0/{number:04d}\n\nFrage: Ampel?\nAntwort: Es ist {number}."
            (tmp_path / str(writer) / f"{number}.txt").write_text(text_of)

    def take(writer: int) -> None:
        with Library.open(library.settings, HashingEmbedder()) as mine:
            ingest(mine, [str(tmp_path / str(writer))], reader=SimpleReader())

    threads = [threading.Thread(target=take, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.counts()["papers"] == 32
    assert len(library.words.search("Ampel", Scope(), 100)) == 32
    assert library.check().ok


def test_two_programs_may_make_the_tables_at_once(postgres: Server, tmp_path: Path) -> None:
    fresh = Settings(data_dir=tmp_path / "data", database_url=postgres.url(postgres.database()))
    failures: list[BaseException] = []

    def open_it() -> None:
        try:
            Library.open(fresh, HashingEmbedder()).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_connection_that_was_cut_is_said_in_german_and_made_anew(stock: Library, postgres: Server) -> None:
    name = stock.engine.url.database
    with pytest.raises(StoreFailed, match="antwortet nicht"), stock.reading() as session:  # noqa: PT012
        session.execute(text("SELECT 1"))
        postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        session.execute(text("SELECT 1"))
    assert stock.counts()["papers"] == 8
