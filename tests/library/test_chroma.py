"""The supervised Chroma server: one owner, in step with SQL, replaceable at any time."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, select

from assistant.library import Library, chroma
from assistant.library.chroma_server import ChromaServer
from assistant.library.keeper import keeping
from assistant.library.tables import UnitRow, VectorRow
from assistant.model import Scope
from tests.library.conftest import TakeIn
from tests.library.fakes import HashingEmbedder


@pytest.fixture
def stock(folder: Path, take_in: TakeIn, library: Library) -> Iterator[Library]:
    write(folder, range(10))
    take_in()
    library.chroma.start()
    library.chroma.step(library.embedder.fingerprint)
    yield library
    library.chroma.stop()


def write(folder: Path, numbers: range, word: str = "alt") -> None:
    for number in numbers:
        (folder / f"{number}.txt").write_text(f"Vorlage: 2020/{number:04d}\n\nDie Ampel {number} ist {word}.")


def compared(library: Library) -> tuple[dict[int, str], dict[int, str]]:
    found = library.chroma.compared(library.embedder.fingerprint)
    assert found is not None
    return found


def test_chroma_holds_exactly_what_sql_holds_through_changes(stock: Library, folder: Path, take_in: TakeIn) -> None:
    wanted, found = compared(stock)
    assert wanted == found
    assert len(found) == 10
    write(folder, range(5, 15), "neu")
    take_in()
    stock.remove("2020/0001")
    wanted, found = compared(stock)
    assert wanted == found
    assert len(found) == 14
    assert stock.check().ok


def test_its_candidates_are_within_the_scope(stock: Library) -> None:
    vector = stock.embedder.encode(["Ampel"])[0]
    found = stock.chroma.candidates(vector, Scope(), 5, stock.embedder.fingerprint)
    assert found is not None
    assert len(found[0]) == 5
    assert stock.chroma.candidates(vector, Scope(before=stock_day()), 5, stock.embedder.fingerprint) == ([], found[1])


def stock_day():
    import datetime as dt

    return dt.date(2030, 1, 1)  # the papers carry no date, so they are known on no day


def test_a_large_stock_is_searched_through_it_and_misses_nothing_new(
    stock: Library, folder: Path, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = stock.embedder.encode(["Ampel neu"])[0]
    write(folder, range(8, 12), "neu")
    take_in()  # Chroma has not followed yet
    exact = stock.vectors.search(vector, Scope(), 50)
    monkeypatch.setattr("assistant.library.vectors.EXACT_UP_TO", 0)
    monkeypatch.setattr(stock.vectors, "matrix", lambda: pytest.fail("the whole stock was scanned"))
    assert stock.vectors.search(vector, Scope(), 50) == exact
    assert stock.vectors.search(vector, Scope(before=stock_day())) == []


def test_a_wrong_or_lost_vector_is_found_and_mended(stock: Library) -> None:
    collection = stock.chroma._collection(stock.chroma._collection_name(stock.embedder.fingerprint))
    ids = collection.get()["ids"]
    collection.update(ids=[ids[0]], embeddings=[np.ones(stock.embedder.dimensions, dtype=np.float32)])
    collection.delete(ids=[ids[1]])
    assert len(stock.check().problems) == 2
    stock.repair()
    assert stock.check().ok


def test_only_one_process_owns_it_and_others_ask_through_it(stock: Library) -> None:
    with Library.open(stock.settings, HashingEmbedder()) as other:
        assert not other.chroma.start()
        assert other.check().ok
        wanted, found = compared(other)
        assert wanted == found


def test_of_two_that_follow_one_may_fail_at_any_place(
    stock: Library, folder: Path, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, range(10), "neu")
    take_in()
    with Library.open(stock.settings, HashingEmbedder()) as other:
        other.chroma._connect()
        second = threading.Thread(target=other.chroma.follow, args=(other.embedder.fingerprint,))
        rows = chroma._rows

        def slow_rows(*arguments: Any) -> list[Any]:
            found = rows(*arguments)
            if threading.current_thread() is not second and not second.is_alive():
                second.start()
                second.join(1.0)
            return found

        def fail(_name: str) -> None:
            if threading.current_thread() is not second:
                raise chroma.ChromaFailed("between taking out and putting in")

        monkeypatch.setattr(chroma, "_rows", slow_rows)
        monkeypatch.setattr(chroma, "failpoint", fail)
        with pytest.raises(chroma.ChromaFailed):
            stock.chroma.follow(stock.embedder.fingerprint)
        second.join()
        monkeypatch.undo()
        wanted, found = compared(other)
        assert wanted == found


def test_a_killed_server_is_started_again(stock: Library, folder: Path, take_in: TakeIn) -> None:
    server = stock.chroma._server
    assert server._process is not None
    server._process.send_signal(signal.SIGKILL)
    server._process.wait()
    write(folder, range(10, 12))
    take_in()
    stock.chroma.step(stock.embedder.fingerprint)
    assert server.alive()
    assert compared(stock)[0] == compared(stock)[1]


def test_a_spoilt_directory_goes_to_quarantine_and_is_filled_anew(stock: Library) -> None:
    stock.chroma.stop()
    for file in stock.settings.data_dir.joinpath("chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"\xff" * 4096)
    vector = stock.embedder.encode(["Ampel"])[0]
    for _ in range(20):
        stock.chroma.step(stock.embedder.fingerprint)
        assert len(stock.vectors.search(vector, Scope())) == 10
        if stock.chroma.ready:
            break
        assert "Vektorspeicher" in stock.notices[0]
        time.sleep(0.5)
    assert stock.chroma.ready
    assert list((stock.settings.data_dir / "quarantine").glob("*-chroma"))
    assert compared(stock)[0] == compared(stock)[1]


def test_a_server_that_outlived_its_owner_is_ended_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    program = (
        "import sys, pathlib, os\nfrom assistant.library.chroma_server import ChromaServer\n"
        "server = ChromaServer(pathlib.Path(sys.argv[1])); assert server.start()\n"
        "print(server._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True)
    orphan = int(done.stdout)
    assert Path(f"/proc/{orphan}").exists()
    server = ChromaServer(folder)
    try:
        assert server.start()
        assert not alive(orphan)
    finally:
        server.stop()


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_the_keeper_follows_and_stops_with_the_service(library: Library, folder: Path, take_in: TakeIn) -> None:
    write(folder, range(3))
    with keeping(library):
        take_in()
        end = time.monotonic() + 60
        while not library.chroma.ready and time.monotonic() < end:
            time.sleep(0.1)
        assert library.chroma.ready
    assert not library.chroma._server.alive()
    assert os.listdir(library.settings.data_dir / "chroma")


def step_until_ready(library: Library) -> None:
    end = time.monotonic() + 60
    library.chroma.step(library.embedder.fingerprint)
    while not library.chroma.ready and time.monotonic() < end:
        time.sleep(0.3)
        library.chroma.step(library.embedder.fingerprint)


def test_what_chroma_does_not_notice_is_found_when_its_files_are_opened(stock: Library) -> None:
    collection = stock.chroma._collection(stock.chroma._collection_name(stock.embedder.fingerprint))
    collection.update(ids=collection.get()["ids"][:1], embeddings=[np.ones(stock.embedder.dimensions)])
    stock.chroma.stop()
    with Library.open(stock.settings, HashingEmbedder()) as later:  # a service that starts
        step_until_ready(later)
        wanted, found = compared(later)
        assert wanted == found


def test_a_vector_made_after_its_paper_was_followed_reaches_it(
    stock: Library, folder: Path, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, range(10, 12))
    with monkeypatch.context() as before:
        before.setattr(stock.vectors.filler, "put", lambda *_: None)  # as if embedded by what was in force before
        before.setattr(stock.vectors.filler, "fill", lambda *_: 0)
        take_in()
    stock.chroma.follow(stock.embedder.fingerprint)
    assert len(compared(stock)[1]) == 10
    stock.vectors.filler.fill()
    wanted, found = compared(stock)
    assert wanted == found
    assert len(found) == 12


def test_a_server_that_never_answers_holds_nobody_up(stock: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma, "_TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        other = chroma.Chroma(stock.settings.model_copy(update={"chroma_url": url}), stock.engine)
        start = time.monotonic()
        other.step(stock.embedder.fingerprint)
        assert not other.ready
        assert time.monotonic() - start < 30


def test_comparing_looks_at_each_unit_once_not_at_all_for_each_vector(
    library: Library, folder: Path, take_in: TakeIn
) -> None:
    write(folder, range(1))
    take_in()
    steps, count = 0, 3000
    with library.session() as session:
        unit, vector = (dict(session.execute(select(row.__table__)).mappings().one()) for row in (UnitRow, VectorRow))
        del unit["id"]
        copies = [{"vector_hash": f"copy{n}", "ordinal": 1000 + n} for n in range(count)]
        session.execute(insert(UnitRow), [unit | copy for copy in copies])
        session.execute(insert(VectorRow), [vector | {"hash": copy["vector_hash"]} for copy in copies])

    def stepped() -> int:
        nonlocal steps
        steps += 1
        return 0

    with library.reading() as session:
        units = list(session.execute(select(UnitRow.id)).scalars())
        connection: Any = session.connection().connection.driver_connection
        connection.set_progress_handler(stepped, 1000)
        assert len(chroma._vectors(session, library.embedder.fingerprint, units)) == count + 1
        connection.set_progress_handler(None, 0)
    assert steps * 1000 < 100 * count
