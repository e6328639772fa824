"""Check, repair, reindex, damage, backup, forgetting."""

import dataclasses
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import BadInput, Conflict, NotFound, StoreFailed
from assistant.library import Library, ingest
from assistant.library.keeper import keeping
from assistant.library.words import Batch, WordIndex
from assistant.model import Scope
from assistant.settings import Settings
from tests.library.conftest import TakeIn
from tests.library.fakes import HashingEmbedder, SimpleReader

SECRET = "Zwiebelfisch"


@pytest.fixture
def stock(folder: Path, take_in: TakeIn, library: Library) -> Library:
    for number in range(8):
        word = SECRET if number == 3 else "nichts"
        (folder / f"{number}.txt").write_text(
            f"Vorlage: 2020/000{number}\n\nTitel: Fall {number}\n\nFrage: Was ist {number}?\nAntwort: Es ist {word}."
        )
    take_in()
    return library


def words(library: Library) -> int:
    return len(library.words.search("Frage Fall", Scope()))


def sql(library: Library, command: str, **values: object) -> None:
    with library.session() as session:
        session.execute(text(command), values)


# --- check and repair ---------------------------------------------------------------------------


def test_a_whole_stock_has_no_problems(stock: Library) -> None:
    report = stock.check()
    assert (report.ok, report.papers, report.exchanges, report.passages) == (True, 8, 8, 0)


def drop_from_words(library: Library) -> None:
    paper_id = library.paper_ids()[0]
    with library.generations.current().writing() as batch:
        batch.delete(paper_id)


def file_dropped_from_words(library: Library) -> None:
    files = library.generations.current()._files
    with files.writing() as writer:
        writer.delete_documents_by_term("paper", library.paper_ids()[0])


def file_outdated_in_words(library: Library) -> None:
    index, (paper_id, *_) = library.generations.current(), library.paper_ids()
    units = [dataclasses.replace(unit, content_hash="alt") for unit in library.units_of([paper_id])]
    with index._files.writing() as files, WordIndex(library.settings.data_dir / "anderswo")._units.writing() as unused:
        Batch(unused, files).replace(paper_id, units)


def outdated_words(library: Library) -> None:
    sql(library, "UPDATE state SET value = '999' WHERE name LIKE 'followed:%'")
    with library.session() as session:
        from assistant.library.store import remove_paper
        from assistant.library.tables import PaperRow

        remove_paper(session, session.query(PaperRow).first())  # type: ignore[arg-type]


def flipped_bit(library: Library) -> None:
    file = max((library.generations.current().path / "units").glob("*.term"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 16
    file.write_bytes(bytes(data))


def lost_vector(library: Library) -> None:
    sql(library, "DELETE FROM vectors WHERE hash = (SELECT MIN(hash) FROM vectors)")


def spoilt_vector(library: Library) -> None:
    sql(library, "UPDATE vectors SET vector = :spoilt WHERE hash = (SELECT MIN(hash) FROM vectors)", spoilt=b"123")


DAMAGES = [
    drop_from_words,
    file_dropped_from_words,
    file_outdated_in_words,
    outdated_words,
    flipped_bit,
    lost_vector,
    spoilt_vector,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_found_and_mended(stock: Library, damage: Callable[[Library], None]) -> None:
    damage(stock)
    with Library.open(stock.settings, HashingEmbedder()) as other:
        report = other.check()
        assert not report.ok
        assert all(problem.what and problem.where and problem.mend for problem in report.problems)
        other.repair()
        assert other.check().ok


def test_a_text_changed_behind_our_back_is_found(stock: Library) -> None:
    sql(stock, "UPDATE units SET text = 'Es ist alles anders.' WHERE id = 1")
    (problem,) = stock.check().problems
    assert "Prüfsumme" in problem.what


def test_problems_of_others_count(stock: Library) -> None:
    class Broken:
        what, where, mend = "Eintrag 3 fehlt.", "Protokoll", "Sicherung zurückspielen."

    report = stock.check(also=[Broken()])
    assert (report.ok, report.problems[0].where) == (False, "Protokoll")


# --- generations and damage ---------------------------------------------------------------------


def test_reindex_switches_and_leaves_one_older_generation(stock: Library) -> None:
    names = [stock.generations.name] + [stock.reindex() for _ in range(3)]
    assert len(set(names)) == 4
    assert stock.generations.name == names[-1]
    assert {path.name for path in stock.generations.root.iterdir() if path.is_dir()} == set(names[-2:])
    assert words(stock) == 8
    assert stock.check().ok


def test_a_reader_goes_over_to_the_new_generation(stock: Library) -> None:
    with Library.open(stock.settings, HashingEmbedder()) as other:
        assert words(other) == 8
        stock.reindex()
        stock.remove("2020/0001")
        stock.reindex()
        other.words._looked = 0.0
        assert words(other) == 7


@pytest.mark.parametrize("how", ["truncate", "garbage", "gone", "meta", "files"])
def test_a_damaged_word_index_ends_in_quarantine_and_is_rebuilt(stock: Library, how: str) -> None:
    folder = stock.generations.current().path / "units"
    for file in folder.glob("*.*"):
        if how == "truncate" and file.suffix in (".term", ".idx", ".store"):
            file.write_bytes(file.read_bytes()[:7])
        elif how == "garbage" and file.suffix in (".term", ".idx", ".store", ".fast"):
            file.write_bytes(b"\xff" * 200)
        elif how == "meta" and file.name == "meta.json":
            file.write_text("{")
    for file in (stock.generations.current().path / "files").glob("*.fast"):
        if how == "files":
            file.write_bytes(file.read_bytes()[:-20])
    if how == "gone":
        shutil.rmtree(stock.generations.current().path)
    with Library.open(stock.settings, HashingEmbedder()) as other:
        words(other)
        other.words.search_papers({"text": {"fall": 1.0}}, Scope())
        other.words.wait()
        assert words(other) == 8
        assert other.check().ok


def test_searching_goes_on_by_meaning_while_words_are_rebuilt(stock: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    go = threading.Event()
    monkeypatch.setattr(stock.words, "_rebuild", lambda: go.wait(10))
    (stock.generations.current().path / "units" / "meta.json").write_text("{")
    with Library.open(stock.settings, HashingEmbedder()) as other:
        monkeypatch.setattr(other.words, "_rebuild", lambda: go.wait(10))
        assert words(other) == 0
        assert "neu aufgebaut" in other.notices[0]
        assert other.words.rarities(["fall", "nie"])["nie"] > 0
        assert other.words.rarity("Fall") > 0
        assert len(other.vectors.search(other.embedder.encode(["Fall"])[0], Scope())) == 8
        go.set()
        other.words.wait()
        assert other.notices == []


def test_the_service_finds_a_flipped_bit_and_mends_it_by_itself(stock: Library) -> None:
    flipped_bit(stock)
    with Library.open(stock.settings, HashingEmbedder()) as serving, keeping(serving, chroma=False):
        for _ in range(200):
            if serving.check().ok:
                break
            time.sleep(0.05)
        assert serving.check().ok
        serving.words.wait()
        assert words(serving) == 8
    assert list((stock.settings.data_dir / "quarantine").iterdir())


# --- backup -------------------------------------------------------------------------------------


def test_a_backup_brings_everything_back_on_an_empty_machine(stock: Library, tmp_path: Path) -> None:
    (stock.settings.data_dir / "embedding" / "stadt").mkdir(parents=True)
    (stock.settings.data_dir / "embedding" / "stadt" / "vectors.bin").write_bytes(b"123")
    stock.backup(tmp_path / "sicherung.zip")
    there = Settings(data_dir=tmp_path / "leer")
    Library.restore(there, tmp_path / "sicherung.zip")
    with Library.open(there, HashingEmbedder()) as restored:
        ids = stock.paper_ids(public_only=False)
        assert restored.paper_ids(public_only=False) == ids
        assert list(restored.papers(ids)) == list(stock.papers(ids))
        assert restored.units_of(ids) == stock.units_of(ids)
        assert words(restored) == 8
        assert restored.check().ok
    assert (there.data_dir / "embedding" / "stadt" / "vectors.bin").read_bytes() == b"123"


def test_a_backup_is_taken_while_papers_come_in(stock: Library, folder: Path, tmp_path: Path) -> None:
    for number in range(20, 60):
        (folder / f"{number}.txt").write_text(f"Vorlage: 2021/{number:04d}\n\nFrage: Was?\nAntwort: Es ist {number}.")
    with Library.open(stock.settings, HashingEmbedder()) as other:
        coming = threading.Thread(target=lambda: ingest(other, [str(folder)], reader=SimpleReader()))
        coming.start()
        for number in range(3):
            stock.backup(tmp_path / f"{number}.zip")
        coming.join()
    stock.backup(tmp_path / "3.zip")
    for number in range(4):
        there = Settings(data_dir=tmp_path / f"leer{number}")
        Library.restore(there, tmp_path / f"{number}.zip")
        with Library.open(there, HashingEmbedder()) as restored:
            assert restored.check().ok
            assert restored.counts()["papers"] in (8, 48)
            assert list(restored.papers(restored.paper_ids())) == list(stock.papers(restored.paper_ids()))
    assert stock.counts()["papers"] == 48


def test_a_backup_that_cannot_be_written_says_where(stock: Library) -> None:
    with pytest.raises(StoreFailed, match=r"/gibt/es/nicht.*anderen angeben"):
        stock.backup(Path("/gibt/es/nicht/sicherung.zip"))


def test_a_restore_never_overwrites(stock: Library, tmp_path: Path) -> None:
    stock.backup(tmp_path / "sicherung.zip")
    with pytest.raises(Conflict, match="nicht leer"):
        Library.restore(stock.settings, tmp_path / "sicherung.zip")


@pytest.mark.parametrize("content", [b"", b"Unfug", None])
def test_what_is_no_backup_is_refused_and_leaves_nothing(stock: Library, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "sicherung.zip"
    stock.backup(file)
    file.write_bytes(file.read_bytes()[:-2000] if content is None else content)
    there = Settings(data_dir=tmp_path / "leer")
    with pytest.raises(BadInput):
        Library.restore(there, file)
    assert not (there.data_dir / "vorlagen.sqlite3").exists()


# --- forgetting ---------------------------------------------------------------------------------


def traces(folder: Path) -> str:
    return subprocess.run(["grep", "-rlia", SECRET, str(folder)], capture_output=True, text=True).stdout


def test_a_forgotten_paper_leaves_no_trace_and_stays_away(stock: Library, take_in: TakeIn, folder: Path) -> None:
    assert traces(stock.settings.data_dir)
    stock.reindex()
    stock.forget("2020/0003")
    assert traces(stock.settings.data_dir) == ""
    assert stock.counts()["papers"] == 7
    take_in()
    take_in(full=True)
    (folder / "3.txt").rename(folder / "x.txt")
    take_in()
    assert stock.paper("2020/0003") is None
    assert traces(stock.settings.data_dir) == ""
    assert stock.check().ok


@pytest.mark.parametrize("lost", ["data", "sidecar"])
def test_a_forgotten_paper_stays_away_after_a_restore(stock: Library, tmp_path: Path, lost: str) -> None:
    backup = tmp_path / "sicherung.zip"
    stock.backup(backup)
    stock.forget("2020/0003")
    there = Settings(data_dir=tmp_path / "leer")
    if lost == "sidecar":
        (tmp_path / "sicherung.zip.forgotten.json").unlink()
        there.data_dir.mkdir()
        shutil.copy(stock.settings.data_dir / "forgotten.json", there.data_dir)
    Library.restore(there, backup)
    assert traces(there.data_dir) == ""
    with Library.open(there, HashingEmbedder()) as restored:
        assert restored.counts()["papers"] == 7
        assert restored.check().ok


def test_what_nobody_knows_cannot_be_forgotten(stock: Library) -> None:
    with pytest.raises(NotFound, match="1999/1"):
        stock.forget("1999/1")


def test_a_removed_paper_may_come_back(stock: Library, take_in: TakeIn, folder: Path) -> None:
    stock.remove("2020/0003")
    assert stock.paper("2020/0003") is None
    take_in()
    assert stock.paper("2020/0003") is None  # the file is the one that was removed
    (folder / "3.txt").write_text((folder / "3.txt").read_text() + "\n\nNeu.")
    take_in()
    assert stock.paper("2020/0003") is not None


# --- opening ------------------------------------------------------------------------------------


def test_the_command_line_needs_neither_chroma_nor_alembic_to_search(stock: Library) -> None:
    program = """
import sys
from assistant.library import Library
from assistant.model import Scope
from assistant.settings import Settings
from tests.library.fakes import HashingEmbedder, SimpleReader
with Library.open(Settings(data_dir=sys.argv[1], database_url=sys.argv[2]), HashingEmbedder()) as library:
    assert library.words.search("Fall", Scope())
    assert library.vectors.search(library.embedder.encode(["Fall"])[0], Scope())
heavy = {"chromadb", "alembic", "torch", "langchain_core", "fastapi", "httpx"} & set(sys.modules)
assert not heavy, heavy
"""
    arguments = [sys.executable, "-c", program, str(stock.settings.data_dir), stock.settings.database_url]
    done = subprocess.run(arguments, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
